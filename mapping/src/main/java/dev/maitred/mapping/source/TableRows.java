package dev.maitred.mapping.source;

import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mapped columns of all rows of one table, fetched in portions. */
public final class TableRows {

    private static final int FETCH_ROWS = 5_000;

    private TableRows() {}

    /** What is told of every row. */
    public interface Visitor<E extends Exception> {

        /** @param values in the order of the table's layout, each of its column's one Java type */
        void row(@Nullable Object[] values) throws E;
    }

    /** @param connection in a transaction, so that rows are fetched in portions */
    public static <E extends Exception> void read(Connection connection, MappedTable table, Visitor<E> visitor)
            throws SQLException, E {
        String columns = table.layout().columns().stream()
                .map(Column::name)
                .map(TableName::quoted)
                .collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH_ROWS);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT " + columns + " FROM " + table.name().quoted())) {
                while (rows.next()) {
                    visitor.row(RowValues.read(rows, table.layout().columns()));
                }
            }
        }
    }
}
