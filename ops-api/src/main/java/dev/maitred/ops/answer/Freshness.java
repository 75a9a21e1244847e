package dev.maitred.ops.boards;

import dev.maitred.contract.Lsn;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.problems.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a caller asks of an answer's age: {@code atLeast=<lsn>} with {@code wait=<milliseconds>}. */
final class Freshness {

    private static final long WAIT_MILLIS = 1_000;
    private static final long LONGEST_WAIT_MILLIS = 30_000;

    private final Boards boards;

    Freshness(Boards boards) {
        this.boards = boards;
    }

    /**
     * Waits until the venue's answers are as of the LSN.
     *
     * @param waitMillis null: a second
     * @throws Problem 400 when one of them is no such thing, 504 with the position reached when it did not come in time
     */
    void await(String venue, @Nullable String atLeast, @Nullable Long waitMillis) throws InterruptedException {
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
        long patience = waitMillis == null ? WAIT_MILLIS : waitMillis;
        if (patience < 0 || patience > LONGEST_WAIT_MILLIS) {
            throw Problem.badRequest(
                    "wait: expected 0 to " + LONGEST_WAIT_MILLIS + " milliseconds, found " + waitMillis);
        }
        AsOf reached = boards.await(venue, lsn, Duration.ofMillis(patience));
        if (reached.lsn().isBefore(lsn)) {
            throw Problem.gatewayTimeout("The answer was to be as of " + lsn + " and stood at " + reached.lsn()
                    + " after " + patience + " ms. Ask again, or wait longer with wait=<milliseconds>.");
        }
    }
}
