package dev.maitred.launcher.draft;

import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values that a column may have by its type or a CHECK constraint. Declared ones only: no row is read. */
record ListedValues(Map<TableName, Map<String, List<String>>> byTable) {

    private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*)'(?:::|[),\\s\\]]|$)");

    private static final String ENUMS = """
            SELECT n.nspname, c.relname, a.attname, array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type t ON t.oid = a.atttypid
              JOIN pg_enum e ON e.enumtypid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
             WHERE c.relkind IN ('r', 'p') AND n.nspname = ?
             GROUP BY 1, 2, 3
            """;

    // A condition on one column that says which values it has, not which it has not: of the column or of its domain.
    private static final String CHECKS = """
            SELECT n.nspname, c.relname, a.attname, pg_get_constraintdef(k.oid)
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_constraint k ON k.contype = 'c'
                   AND (k.conrelid = c.oid AND k.conkey = ARRAY[a.attnum] OR k.contypid <> 0 AND k.contypid = a.atttypid)
             WHERE c.relkind IN ('r', 'p') AND n.nspname = ? AND pg_get_constraintdef(k.oid) ~ '= ANY|= ''' \
               AND pg_get_constraintdef(k.oid) !~ '<>|!~|NOT '
            """;

    static ListedValues read(Connection connection, String schema) throws SQLException {
        Map<TableName, Map<String, List<String>>> values = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(CHECKS)) {
            query.setString(1, schema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    List<String> literals = literals(rows.getString(4));
                    if (!literals.isEmpty()) {
                        put(values, rows, literals);
                    }
                }
            }
        }
        try (PreparedStatement query = connection.prepareStatement(ENUMS)) {
            query.setString(1, schema);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    put(values, rows, List.of((String[]) rows.getArray(4).getArray()));
                }
            }
        }
        return new ListedValues(values);
    }

    private static void put(Map<TableName, Map<String, List<String>>> values, ResultSet row, List<String> listed)
            throws SQLException {
        values.computeIfAbsent(new TableName(row.getString(1), row.getString(2)), any -> new HashMap<>())
                .put(row.getString(3), listed);
    }

    private static List<String> literals(String constraint) {
        List<String> literals = new ArrayList<>();
        Matcher matcher = LITERAL.matcher(constraint);
        while (matcher.find()) {
            literals.add(matcher.group(1).replace("''", "'"));
        }
        return literals;
    }

    /** Empty when nothing says which there are. */
    List<String> of(TableName table, String column) {
        return byTable.getOrDefault(table, Map.of()).getOrDefault(column, List.of());
    }
}
