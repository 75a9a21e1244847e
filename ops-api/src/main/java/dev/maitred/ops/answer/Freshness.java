package dev.maitred.ops.answer;

import dev.maitred.contract.Lsn;
import dev.maitred.ops.problems.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a caller asks of an answer's age: {@code atLeast=<lsn>} with {@code wait=<milliseconds>}. */
public final class Freshness {

    private static final long WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private Freshness() {}

    /** What the answer will be made of. */
    @FunctionalInterface
    public interface Answering {

        /** Waits until it is as of this LSN or later; returns where it stands then. */
        AsOf await(Lsn lsn, Duration patience) throws InterruptedException;
    }

    /**
     * Waits until what answers is as of the LSN.
     *
     * @param waitMillis null: a second
     * @throws Problem 400 when one of them is no such thing, 504 with the position reached when it did not come in time
     */
    public static void await(Answering answering, @Nullable String atLeast, @Nullable Long waitMillis)
            throws InterruptedException {
        long patience = waitMillis == null ? WAIT_MILLIS : waitMillis;
        if (patience < 0 || patience > LONGEST_WAIT_MILLIS) {
            throw Problem.badRequest(
                    "wait: expected 0 to " + LONGEST_WAIT_MILLIS + " milliseconds, found " + waitMillis);
        }
        if (atLeast == null) {
            return;
        }
        Lsn lsn;
        try {
            lsn = Lsn.parse(atLeast);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(
                    "atLeast: " + e.getMessage() + ". Read one with SELECT pg_current_wal_lsn() after your commit.");
        }
        AsOf reached = answering.await(lsn, Duration.ofMillis(patience));
        if (reached.lsn().isBefore(lsn)) {
            throw Problem.gatewayTimeout("The answer was to be as of " + lsn + " and stood at " + reached.lsn()
                    + " after " + patience + " ms. Ask again, or wait longer with wait=<milliseconds>.");
        }
    }
}
