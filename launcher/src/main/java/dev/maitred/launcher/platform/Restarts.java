package dev.maitred.launcher.platform;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * How often a server that dies is started again: later each time, and no more when it died too often, since what makes it die is then
 * not chance.
 *
 * @param most attempts within the window
 * @param window after which an attempt is forgotten
 * @param firstPause before the first attempt; each further one within the window waits twice as long as the one before
 */
record Restarts(int most, Duration window, Duration firstPause) {

    /** With pauses of 0.25 to 4 s, and with what a start takes, a server has a quarter of a minute or more to find its feet. */
    static final Restarts USUAL = new Restarts(5, Duration.ofMinutes(5), Duration.ofMillis(250));

    Restarts {
        if (most < 1) {
            throw new IllegalArgumentException("Expected at least 1 attempt, found " + most);
        }
    }

    /** The attempts of one server. */
    final class Attempts {

        private final Deque<Long> begunNanos = new ArrayDeque<>();

        /**
         * Another attempt is wanted.
         *
         * @param nowNanos by {@link System#nanoTime()}
         * @return how long to wait for it; empty: no more
         */
        Optional<Duration> next(long nowNanos) {
            while (!begunNanos.isEmpty() && nowNanos - begunNanos.getFirst() > window.toNanos()) {
                begunNanos.removeFirst();
            }
            if (begunNanos.size() == most) {
                return Optional.empty();
            }
            Duration pause = firstPause.multipliedBy(1L << begunNanos.size());
            begunNanos.addLast(nowNanos);
            return Optional.of(pause);
        }

        /** How many there were within the window. */
        int count() {
            return begunNanos.size();
        }
    }
}
