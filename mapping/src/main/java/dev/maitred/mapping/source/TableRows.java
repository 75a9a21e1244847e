package dev.maitred.mapping.source;

import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.rule.UnmappableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The mapped columns of all rows of one table, fetched in portions. */
public final class TableRows {

    private static final int FETCH_ROWS = 5_000;

    private TableRows() {}

    /** What is told of every row. */
    public interface Visitor<E extends Exception> {

        /** @param values in the order of the table's layout, each of its column's one Java type */
        void row(@Nullable Object[] values) throws E;

        /** A row that holds what no rule can read. */
        void unreadable(String primaryKey, String reason) throws E;
    }

    /** @param connection in a transaction, so that rows are fetched in portions */
    public static <E extends Exception> void read(Connection connection, MappedTable table, Visitor<E> visitor)
            throws SQLException, E {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery("SELECT "
                    + table.layout().quotedColumns() + " FROM " + table.name().quoted())) {
                while (rows.next()) {
                    @Nullable Object[] values;
                    try {
                        values = RowValues.read(rows, table.layout().columns());
                    } catch (UnmappableException e) {
                        visitor.unreadable(primaryKey(table, rows), String.valueOf(e.getMessage()));
                        continue;
                    }
                    visitor.row(values);
                }
            }
        }
        Rewritten.refuse(connection, table.name());
    }

    private static String primaryKey(MappedTable table, ResultSet row) throws SQLException {
        int size = table.layout().table().primaryKey().size();
        return table.layout()
                .primaryKey(RowValues.read(row, table.layout().columns().subList(0, size)));
    }
}
