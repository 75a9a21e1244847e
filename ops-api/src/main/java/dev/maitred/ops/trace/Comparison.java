package dev.maitred.ops.trace;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.change.Change;
import dev.maitred.ops.trace.KeyScan.Reach;
import dev.maitred.ops.trace.RowNow.Outcome;
import dev.maitred.ops.trace.RowNow.State;
import org.jspecify.annotations.Nullable;

/** Whether a change log says of a row what the database says. */
final class Comparison {

    private Comparison() {}

    /** @param paused that the source is paused, in words; null: it is not */
    static Trace.Agreement of(
            RowNow now, MappedRules.Written rule, RowLog log, String source, @Nullable String paused) {
        Lsn lsn = now.lsn();
        if (now.state() == State.UNREAD || lsn == null) {
            return unknown("Whether the log says the same is not known, since the database was not read.");
        }
        RowLog.Standing newest = log.newest();
        if (newest == null && log.reach() == Reach.UNTIL_TIME_WAS_UP) {
            return unknown("Whether the log says the same is not known: it was not looked through to its beginning.");
        }
        Change said = newest == null ? null : newest.change();
        Outcome outcome = now.outcomes().get(rule.name());
        if (outcome instanceof Outcome.Unmappable) {
            return said == null
                    ? same("The log says nothing of it, as it cannot be mapped.")
                    : new Trace.Agreement(
                            "differs",
                            "The log differs: it says on what the row was when it could be mapped last. "
                                    + "Mend the row or the mapping; the row's next change, or "
                                    + resync(source, rule) + ", mends the log.");
        }
        if (outcome instanceof Outcome.Becomes(String owner, Change change)) {
            if (newest != null
                    && change.equals(said)
                    && owner.equals(newest.key().owner())) {
                return same("The log says the same as the database.");
            }
        } else if (said == null) {
            return same("The log says nothing of it, as it should.");
        } else if (now.state() == State.ABSENT && rule.keepsDeleted()) {
            return new Trace.Agreement(
                    "kept", "The row is gone and the log keeps it as it was last: the rule says on_delete: keep.");
        }
        return differing(newest, log.reached(), lsn, rule, source, paused);
    }

    private static Trace.Agreement differing(
            RowLog.@Nullable Standing newest,
            @Nullable Lsn reached,
            Lsn lsn,
            MappedRules.Written rule,
            String source,
            @Nullable String paused) {
        if (newest != null && !newest.position().previousEnd().isBefore(lsn)) {
            return new Trace.Agreement(
                    "log-is-newer",
                    "The log says something newer: the row has changed since the database was read at " + lsn + ".");
        }
        if (paused != null && (reached == null || reached.isBefore(lsn))) {
            return new Trace.Agreement(
                    "paused",
                    "The log does not say the same yet: the database was read at " + lsn
                            + ", and what changes there is left alone. " + paused);
        }
        if (reached == null) {
            return unknown(
                    "The log does not say the same. Whether a newer change is on its way is not known: nothing near "
                            + "the log's end says how far it goes.");
        }
        if (reached.isBefore(lsn)) {
            return new Trace.Agreement(
                    "on-its-way",
                    "The log does not say the same yet: it goes up to " + reached + ", and the database was read at "
                            + lsn + ". A newer change is on its way; GET /api/v1/pipeline says why that takes long.");
        }
        return new Trace.Agreement(
                "differs",
                "The log differs from the database, though it goes up to " + reached
                        + ". What looks up a parent that has changed follows it some seconds later. If it stays so, "
                        + resync(source, rule) + " reads the rows again.");
    }

    private static String resync(String source, MappedRules.Written rule) {
        return "./maitred resync --source " + source + " --table "
                + rule.table().shortName();
    }

    private static Trace.Agreement same(String says) {
        return new Trace.Agreement("same", says);
    }

    private static Trace.Agreement unknown(String says) {
        return new Trace.Agreement("unknown", says);
    }
}
