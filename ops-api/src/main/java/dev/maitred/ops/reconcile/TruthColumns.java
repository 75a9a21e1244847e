package dev.maitred.ops.reconcile;

import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.TruthFile;
import dev.maitred.ops.problems.Problem;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Looks at a truth's columns before anything is waited for; nothing is run. */
final class TruthColumns {

    private TruthColumns() {}

    /** @throws Problem 409 when it cannot be run, or lacks columns */
    static void require(String source, TruthFile truth, Connection connection) throws SQLException {
        Set<String> found = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(truth.sql())) {
            ResultSetMetaData columns = query.getMetaData();
            // Null of a statement that answers nothing.
            for (int at = 1; columns != null && at <= columns.getColumnCount(); at++) {
                found.add(columns.getColumnLabel(at).toLowerCase(Locale.ROOT));
            }
        } catch (SQLException e) {
            throw refused(source, truth, e);
        }
        List<String> missing =
                Truth.COLUMNS.stream().filter(each -> !found.contains(each)).toList();
        if (!missing.isEmpty()) {
            throw wrong(source, truth, "lacks the columns " + String.join(", ", missing));
        }
    }

    /** @throws SQLException the same one when it is the connection that failed and not the truth */
    static Problem refused(String source, TruthFile truth, SQLException failure) throws SQLException {
        String state = failure.getSQLState();
        // Classes of connections, resources, the operator's interventions and failures of the system.
        if (state == null
                || List.of("08", "53", "57", "58").contains(state.substring(0, Math.min(2, state.length())))) {
            throw failure;
        }
        return wrong(source, truth, "cannot be used: " + SourceDatabase.explain(failure));
    }

    static Problem wrong(String source, TruthFile truth, String what) {
        return Problem.conflict("The truth file " + truth.file() + " of " + source + " " + what
                + (what.endsWith(".") ? "" : ".") + " It is one query that gives a row for each slot, with the columns "
                + String.join(", ", Truth.COLUMNS) + "; docs/mapping.md says what they mean. Nothing of " + source
                + " was compared. Mend the file, then start the platform again.");
    }
}
