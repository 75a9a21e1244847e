package dev.maitred.streams.queue;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one queue at an instant.
 *
 * @param waiting to be taken at once
 * @param delayed to be taken later
 * @param running under a lease that is not over
 * @param stalled under a lease that is over
 * @param dead given up
 * @param oldestAgeMicros of the oldest item that is still open, since it was enqueued; null: none is, or all are yet to come
 */
record QueueBoard(
        String queue,
        long waiting,
        long delayed,
        long running,
        long stalled,
        long dead,
        @Nullable Long oldestAgeMicros,
        SortedMap<String, Long> byGroup,
        SortedMap<Integer, Long> byPriority,
        Rate.PerMinute enqueued,
        Rate.PerMinute done,
        Rate.PerMinute retried,
        Rate.PerMinute died) {

    long depth() {
        return waiting + delayed + running + stalled;
    }

    /** Seconds until it is empty when the last five minutes go on; null: unknown, because it does not shrink. */
    @Nullable
    Double drainSeconds() {
        double shrinksPerMinute = done.five() + died.five() - enqueued.five();
        if (depth() == 0) {
            return 0.0;
        }
        return shrinksPerMinute <= 0 ? null : (Double) (depth() / shrinksPerMinute * 60);
    }
}
