package dev.maitred.ops.reconcile;

import java.util.List;

/**
 * What a reconciliation found.
 *
 * @param lsn the one LSN at which both sides were read
 * @param boards compared with the mapped rows, folded anew
 * @param truths compared with the counts written independently of the mapping; 0 where the source has none
 * @param rows mapped rows read
 * @param seconds it took
 * @param differences empty: the live numbers are the database's
 */
public record Reconciliation(
        String source, String lsn, int boards, int truths, long rows, double seconds, List<Difference> differences) {

    public Reconciliation {
        differences = List.copyOf(differences);
    }

    /**
     * @param board venue/slot
     * @param field what differs
     * @param live what the board said
     * @param database what the database says
     * @param judge who says so: the mapped rows, or the truth
     */
    public record Difference(String board, String field, String live, String database, String judge) {}
}
