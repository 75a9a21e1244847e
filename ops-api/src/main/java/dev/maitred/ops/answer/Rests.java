package dev.maitred.ops.answer;

import java.time.Duration;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/** How long to rest after a failure: longer after each one that follows another, since what fails at once fails again. */
final class Rests {

    private static final Duration FIRST = Duration.ofMillis(200);

    /** An answer must not be older than this because a rest was not over. */
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final double GROWTH = 2;

    private final ExponentialBackOff growing = new ExponentialBackOff(FIRST.toMillis(), GROWTH);
    private BackOffExecution rests;

    Rests() {
        growing.setMaxInterval(LONGEST.toMillis());
        rests = growing.start();
    }

    synchronized Duration next() {
        return Duration.ofMillis(rests.nextBackOff());
    }

    /** All is well: the next failure is a first one again. */
    synchronized void over() {
        rests = growing.start();
    }
}
