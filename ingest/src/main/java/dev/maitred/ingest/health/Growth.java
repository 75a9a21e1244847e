package dev.maitred.ingest.health;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How fast a number has grown lately. */
final class Growth {

    private static final Duration OVER = Duration.ofMinutes(1);

    /** Over less than this a single burst would look like a course. */
    private static final Duration AT_LEAST = Duration.ofSeconds(2);

    private record Sample(long nanos, long value) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /**
     * @param nanos of a clock that never steps
     * @return a second; null: not known yet
     */
    @Nullable
    Long of(long nanos, long value) {
        samples.addLast(new Sample(nanos, value));
        while (nanos - samples.getFirst().nanos() > OVER.toNanos()) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        long over = nanos - first.nanos();
        return over < AT_LEAST.toNanos() ? null : (Long) Math.round((value - first.value()) * 1e9 / over);
    }

    void forget() {
        samples.clear();
    }
}
