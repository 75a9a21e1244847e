package dev.maitred.embedded.clickhouse.engine;

import java.util.Map;

/**
 * One statement for the engine.
 *
 * @param sql the text, without a FORMAT clause when it is an insert whose rows follow as a stream
 * @param format the format of the rows that come back or go in, by ClickHouse's name
 * @param parameters values of the text's {@code {name:Type}} places, escaped as ClickHouse's TSV escapes
 */
public record Statement(String sql, String format, Map<String, String> parameters) {
    public Statement {
        parameters = Map.copyOf(parameters);
    }

    /** A statement without parameters whose result nobody reads. */
    public static Statement command(String sql) {
        return new Statement(sql, "TabSeparated", Map.of());
    }
}
