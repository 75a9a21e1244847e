package dev.maitred.ops.reconcile;

import java.util.List;

/**
 * What a reconciliation found.
 *
 * @param lsn the one LSN at which both sides were read
 * @param boards compared with the mapped rows, folded anew
 * @param truths compared with the counts written independently of the mapping; 0 where the source has none
 * @param rows mapped rows read
 * @param unmapped rows that no rule can read: they are dead letters, and in no board
 * @param examples of those, the first few
 * @param seconds it took
 * @param differences empty: the live numbers are the database's
 */
public record Reconciliation(
        String source,
        String lsn,
        int boards,
        int truths,
        long rows,
        long unmapped,
        List<Unmapped> examples,
        double seconds,
        List<Difference> differences) {

    public Reconciliation {
        examples = List.copyOf(examples);
        differences = List.copyOf(differences);
    }

    /**
     * @param row its primary key
     * @param reason without the row's values
     */
    public record Unmapped(String table, String row, String reason) {}

    /**
     * @param board venue/slot
     * @param field what differs
     * @param live what the board said
     * @param database what the database says
     * @param judge who says so: the mapped rows, or the truth
     */
    public record Difference(String board, String field, String live, String database, String judge) {}
}
