package dev.maitred.packs.nightclub.history;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Rows of one table, numbered from 1 and gathered for a single COPY. The first column is the identity column {@code id}. */
final class CopyTable {

    private final String table;
    private final String[] columns;
    private final StringBuilder text = new StringBuilder(1 << 16);
    private long lastId;

    CopyTable(String table, String... columns) {
        this.table = table;
        this.columns = columns;
    }

    /**
     * Adds a row under the next id, which it returns.
     *
     * @param values in the order of the columns, without the id
     */
    long add(@Nullable Object... values) {
        if (values.length != columns.length) {
            throw new IllegalArgumentException(
                    "Expected " + columns.length + " values for " + table + ", found " + values.length);
        }
        text.append(++lastId);
        for (Object value : values) {
            text.append('\t');
            if (value == null) {
                text.append("\\N");
            } else {
                escape(value.toString());
            }
        }
        text.append('\n');
        return lastId;
    }

    long lastId() {
        return lastId;
    }

    /** Copies the rows and sets the identity behind them. */
    void send(Connection connection) throws SQLException {
        String copy = "COPY " + table + " (id, " + String.join(", ", columns) + ") FROM STDIN";
        try {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy, new StringReader(text.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy the rows of " + table, e);
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
