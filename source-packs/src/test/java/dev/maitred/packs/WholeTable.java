package dev.maitred.packs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All rows of a table, for those who count by plain loops. */
public final class WholeTable {

    private WholeTable() {}

    /** One row, by the names of its columns. */
    public record Row(Map<String, @Nullable Object> columns) {

        public Object get(String column) {
            return Objects.requireNonNull(columns.get(column), column);
        }

        public boolean is(String column, Object value) {
            return value.equals(columns.get(column));
        }

        public boolean isNull(String column) {
            return columns.get(column) == null;
        }

        /** 0 where there is none. */
        public long number(String column) {
            return columns.get(column) instanceof Number number ? number.longValue() : 0;
        }

        public String text(String column) {
            return String.valueOf(columns.get(column));
        }
    }

    public static List<Row> rows(Connection connection, String table) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT * FROM " + table)) {
            int width = found.getMetaData().getColumnCount();
            while (found.next()) {
                Map<String, @Nullable Object> columns = new HashMap<>();
                for (int i = 1; i <= width; i++) {
                    boolean isInstant = "timestamptz".equals(found.getMetaData().getColumnTypeName(i));
                    columns.put(
                            found.getMetaData().getColumnName(i),
                            isInstant ? found.getObject(i, OffsetDateTime.class) : found.getObject(i));
                }
                rows.add(new Row(columns));
            }
        }
        return rows;
    }
}
