package dev.maitred.launcher.platform;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When a server that dies is started again: later each time, and seldom once it died so often that it is not chance. It is never given
 * up: a full disk is emptied by somebody some time.
 *
 * @param soon attempts within the window that come soon
 * @param window after which an attempt is forgotten
 * @param firstPause before the first attempt; each further one within the window waits twice as long as the one before
 * @param longestPause before each attempt after those
 */
record Restarts(int soon, Duration window, Duration firstPause, Duration longestPause) {

    /** With pauses of 0.25 to 4 s, and with what a start takes, a server has a quarter of a minute or more to find its feet. */
    static final Restarts USUAL =
            new Restarts(5, Duration.ofMinutes(5), Duration.ofMillis(250), Duration.ofSeconds(15));

    Restarts {
        if (soon < 1) {
            throw new IllegalArgumentException("Expected at least 1 attempt, found " + soon);
        }
    }

    /** The attempts of one server. */
    final class Attempts {

        private final Deque<Long> begunNanos = new ArrayDeque<>();

        /**
         * Another attempt is wanted.
         *
         * @param nowNanos by {@link System#nanoTime()}
         * @return how long to wait for it
         */
        Duration next(long nowNanos) {
            while (!begunNanos.isEmpty() && nowNanos - begunNanos.getFirst() > window.toNanos()) {
                begunNanos.removeFirst();
            }
            Duration pause = begunNanos.size() < soon ? firstPause.multipliedBy(1L << begunNanos.size()) : longestPause;
            begunNanos.addLast(nowNanos);
            return pause;
        }

        /** How many there were within the window. */
        int count() {
            return begunNanos.size();
        }
    }
}
