package dev.maitred.ops.trace;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one row. Every part says in words what its fields say.
 *
 * @param row its primary key, as the change log writes it
 * @param found whether anything is known of such a row, anywhere
 * @param answer the short answer
 * @param waiting null unless ingest holds the row back until a parent comes
 * @param deadLetters the newest first
 * @param notes what could not be looked at, or not to the end
 */
record Trace(
        String source,
        String table,
        String row,
        boolean found,
        String answer,
        Database database,
        @Nullable Waiting waiting,
        List<OfRule> rules,
        List<DeadLetter> deadLetters,
        List<String> notes) {

    /**
     * The row in the database now.
     *
     * @param state there, absent or unread
     * @param lsn at which it was read; null when it was not
     * @param exact whether it was read at exactly that LSN, or about there
     */
    record Database(String state, @Nullable String lsn, boolean exact, String says) {}

    /** @param parents as {@code schema.table/key} */
    record Waiting(List<String> parents, String says) {}

    /** @param board null: what the rule makes does not count on any board, or nothing is known of it */
    record OfRule(
            String rule,
            String entity,
            Now now,
            Log log,
            Agreement agreement,
            @Nullable Board board) {}

    /**
     * What the rule makes of the row now.
     *
     * @param outcome change, left-out, waits, unmappable, no-row, kept or unknown
     */
    record Now(
            String outcome,
            @Nullable String owner,
            @Nullable Map<String, Object> change,
            String says) {}

    /**
     * What stands in the change log under the rule's key.
     *
     * @param looked how far back: to-the-beginning, until-enough or until-time-was-up
     * @param partitions that were looked through
     * @param records the newest first
     */
    record Log(String topic, String looked, List<Integer> partitions, List<Entry> records, String says) {}

    /**
     * A record of the change log.
     *
     * @param position in the source's history: incarnation, end of the commit before its own, place in its transaction
     * @param lsn the end of the commit before
     * @param change null: a tombstone
     */
    record Entry(
            String key,
            int partition,
            long offset,
            String position,
            int incarnation,
            String lsn,
            int index,
            String reason,
            Instant appendedAt,
            @Nullable Map<String, Object> change) {}

    /**
     * Whether the log says the same as the database now.
     *
     * @param is same, on-its-way, paused, log-is-newer, kept, differs or unknown
     */
    record Agreement(String is, String says) {}

    /**
     * The board that counts it, or does not.
     *
     * @param slot empty where it concerns a whole venue or queue
     * @param countsAs null: it does not count
     * @param lsn which the board is as of; null: not known
     * @param time the source's clock then
     */
    record Board(
            String owner,
            String slot,
            @Nullable String countsAs,
            @Nullable String lsn,
            @Nullable Instant time,
            String says) {}

    record DeadLetter(String reason, String position, Instant at) {}
}
