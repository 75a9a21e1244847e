package dev.maitred.packs.workload;

import java.util.concurrent.TimeUnit;

/** While the database is away, lets one try through now and then: after 100 ms, then twice as long, at most two seconds. */
final class Outage {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private boolean isAway;
    private boolean isTrying;
    private long pauseNanos = FIRST_PAUSE_NANOS;
    private long pausedUntilNanos;
    private long skipped;

    /** Whether to try now; who may must report back with one of the two others. */
    synchronized boolean mayTry() {
        if (!isAway) {
            return true;
        }
        if (isTrying || System.nanoTime() - pausedUntilNanos < 0) {
            skipped++;
            return false;
        }
        isTrying = true;
        return true;
    }

    /** How often nobody might try. */
    synchronized long skipped() {
        return skipped;
    }

    synchronized void answered() {
        isAway = false;
        isTrying = false;
        pauseNanos = FIRST_PAUSE_NANOS;
    }

    synchronized void unreachable() {
        pauseNanos = isAway && !isTrying ? pauseNanos : Math.min(pauseNanos * (isAway ? 2 : 1), LONGEST_PAUSE_NANOS);
        isAway = true;
        isTrying = false;
        pausedUntilNanos = System.nanoTime() + pauseNanos;
    }
}
