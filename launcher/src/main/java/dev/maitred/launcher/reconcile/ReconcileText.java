package dev.maitred.launcher.reconcile;

import dev.maitred.ops.reconcile.Reconciliation;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What was compared, for a person; and the sum of it. */
final class ReconcileText {

    private final PrintWriter out;
    private final List<Reconciliation> compared = new ArrayList<>();
    private int failed;

    ReconcileText(PrintWriter out) {
        this.out = out;
    }

    void print(List<Reconciliation> found) {
        found.forEach(this::print);
        compared.addAll(found);
        out.flush();
    }

    void notCompared(String source, String why) {
        out.println(source + " was not compared: " + why);
        out.flush();
        failed++;
    }

    /** @return whether all was compared and nothing differs */
    boolean sum() {
        int boards = compared.stream().mapToInt(Reconciliation::boards).sum();
        int differences =
                compared.stream().mapToInt(each -> each.differences().size()).sum();
        String failures =
                failed == 0 ? "" : ", " + failed + " of " + (compared.size() + failed) + " sources not compared";
        out.println(
                compared.stream().allMatch(ReconcileText::isOfNothing) && failed == 0
                        ? "nothing to compare: no board"
                        : boards + " boards compared, " + count(differences) + failures);
        out.flush();
        return differences == 0 && failed == 0;
    }

    private static boolean isOfNothing(Reconciliation found) {
        return found.boards() == 0 && found.truths() == 0 && found.differences().isEmpty();
    }

    private void print(Reconciliation found) {
        if (isOfNothing(found)) {
            out.printf(
                    "%s as of %s: nothing to compare: no board, not live and not by its %d mapped rows, in %.1f s%n",
                    found.source(), found.lsn(), found.rows(), found.seconds());
        } else {
            out.printf(
                    "%s as of %s: %d boards compared with %d mapped rows, %d with truth.sql, in %.1f s: %s%n",
                    found.source(),
                    found.lsn(),
                    found.boards(),
                    found.rows(),
                    found.truths(),
                    found.seconds(),
                    count(found.differences().size()));
        }
        if (found.unmapped() > 0) {
            out.printf("  %d of its rows cannot be mapped and are in no board:%n", found.unmapped());
            for (Reconciliation.Unmapped each : found.examples()) {
                out.printf("    %s %s: %s%n", each.table(), each.row(), each.reason());
            }
        }
        for (Reconciliation.Difference each : found.differences()) {
            out.printf(
                    "  %s %s: live %s, database %s (by %s)%n",
                    each.board(), each.field(), each.live(), each.database(), each.judge());
        }
    }

    private static String count(int differences) {
        return differences == 1 ? "1 difference" : differences + " differences";
    }
}
