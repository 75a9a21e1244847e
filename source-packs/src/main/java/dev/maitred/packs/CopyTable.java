package dev.maitred.packs;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows of one table, gathered for a single COPY; numbered from 1 where the table has an identity column {@code id}. */
public final class CopyTable {

    private final String table;
    private final String[] columns;
    private final StringBuilder text = new StringBuilder(1 << 16);
    private final boolean isNumbered;
    private long lastId;

    private CopyTable(String table, boolean isNumbered, String... columns) {
        this.table = table;
        this.isNumbered = isNumbered;
        this.columns = columns;
    }

    /**
     * Rows that get the next number as their {@code id}.
     *
     * @param columns without the id
     */
    public static CopyTable numbered(String table, String... columns) {
        return new CopyTable(table, true, columns);
    }

    /** Rows that bring their own key. */
    public static CopyTable keyed(String table, String... columns) {
        return new CopyTable(table, false, columns);
    }

    /**
     * Adds a row and returns its number.
     *
     * @param values in the order of the columns
     */
    public long add(@Nullable Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(
                    "Expected " + columns.length + " values for " + table + ", found " + values.length);
        }
        lastId++;
        if (isNumbered) {
            text.append(lastId).append('\t');
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (i > 0) {
                text.append('\t');
            }
            if (value == null) {
                text.append("\\N");
            } else {
                escape(value.toString());
            }
        }
        text.append('\n');
        return lastId;
    }

    public long lastId() {
        return lastId;
    }

    /** Copies the rows and sets the identity behind them, if there is one. */
    public void send(Connection connection) throws SQLException {
        String copy = "COPY " + table + " (" + (isNumbered ? "id, " : "") + String.join(", ", columns) + ") FROM STDIN";
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, new StringReader(text.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy the rows of " + table, e);
        }
        if (!isNumbered) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE " + table + " ALTER COLUMN id RESTART WITH " + (lastId + 1));
        }
    }

    private void escape(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
