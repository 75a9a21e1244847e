package dev.maitred.mapping.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the catalogue of a PostgreSQL database: ordinary and partitioned tables outside the system schemas. */
public final class PostgresCatalogue {

    /** A domain, also one over a domain, is read as the type under it. */
    private static final String COLUMNS = """
            WITH RECURSIVE under(type, base) AS (
                SELECT oid, oid FROM pg_type WHERE typtype <> 'd'
                UNION ALL SELECT d.oid, u.base FROM pg_type d JOIN under u ON d.typbasetype = u.type WHERE d.typtype = 'd')
            SELECT n.nspname, c.relname, a.attname, t.typname, b.typname, b.typcategory, \
                   NOT (a.attnotnull OR t.typnotnull) AS nullable, \
                   ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = b.oid ORDER BY e.enumsortorder) AS labels
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type t ON t.oid = a.atttypid
              JOIN under u ON u.type = t.oid JOIN pg_type b ON b.oid = u.base
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
             ORDER BY n.nspname, c.relname, a.attnum
            """;

    /** Of types by their oid; a domain is what it is over. */
    private static final String TYPES = """
            WITH RECURSIVE under(type, base) AS (
                SELECT oid, oid FROM pg_type WHERE oid = ANY (?)
                UNION ALL SELECT u.type, d.typbasetype FROM under u JOIN pg_type d ON d.oid = u.base WHERE d.typtype = 'd')
            SELECT u.type::bigint, t.typname, b.typname, b.typcategory
              FROM under u JOIN pg_type t ON t.oid = u.type JOIN pg_type b ON b.oid = u.base AND b.typtype <> 'd'
            """;

    /** Columns in the key's own order; INCLUDEd ones are no part of it. */
    private static final String KEYS = """
            SELECT n.nspname, c.relname, i.indisprimary, \
                   array_agg(a.attname::text ORDER BY k.place) AS columns
              FROM pg_index i
              JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
             WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL AND k.place <= i.indnkeyatts
               AND c.relkind IN ('r', 'p') AND NOT c.relispartition
             GROUP BY n.nspname, c.relname, i.indexrelid, i.indisprimary
             ORDER BY n.nspname, c.relname, i.indisprimary DESC, columns
            """;

    private static final String FOREIGN_KEYS = """
            SELECT n.nspname, c.relname, pn.nspname AS parent_schema, pc.relname AS parent, \
                   array_agg(a.attname::text ORDER BY p.place) AS columns, array_agg(pa.attname::text ORDER BY p.place) AS parent_columns
              FROM pg_constraint k
              JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class pc ON pc.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = pc.relnamespace
              CROSS JOIN LATERAL unnest(k.conkey, k.confkey) WITH ORDINALITY AS p(child, parent, place)
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.child
              JOIN pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = p.parent
             WHERE k.contype = 'f' AND k.conparentid = 0
             GROUP BY k.oid, n.nspname, c.relname, pn.nspname, pc.relname
             ORDER BY n.nspname, c.relname, columns
            """;

    private PostgresCatalogue() {}

    /** @param name PostgreSQL's own, for messages */
    public record Type(String name, ColumnType type) {}

    /** What is read of one table, row by row. */
    private static final class Found {
        private final List<Column> columns = new ArrayList<>();
        private final List<ForeignKey> foreignKeys = new ArrayList<>();
        private final List<List<String>> uniqueKeys = new ArrayList<>();
        private List<String> primaryKey = List.of();
    }

    public static Catalogue read(Connection connection) throws SQLException {
        Map<TableName, Found> found = new LinkedHashMap<>();
        Function<TableName, Found> of = table -> found.computeIfAbsent(table, any -> new Found());
        try (Statement statement = connection.createStatement()) {
            columns(statement, of);
            keys(statement, of);
            foreignKeys(statement, of);
        }
        List<Table> tables = new ArrayList<>();
        found.forEach((name, table) -> {
            // A table without columns is none that can be read; nor is one whose keys are all that is seen.
            if (!table.columns.isEmpty()) {
                tables.add(new Table(name, table.columns, table.primaryKey, table.foreignKeys, table.uniqueKeys));
            }
        });
        return new Catalogue(tables);
    }

    /** What types with these oids are; those that are no more are not in it. */
    public static Map<Integer, Type> types(Connection connection, int[] oids) throws SQLException {
        Map<Integer, Type> types = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(TYPES)) {
            // An oid has no sign.
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "oid",
                            Arrays.stream(oids)
                                    .mapToObj(Integer::toUnsignedLong)
                                    .toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ColumnType type =
                            ColumnType.of(rows.getString(3), rows.getString(4).charAt(0));
                    types.put((int) rows.getLong(1), new Type(rows.getString(2), type));
                }
            }
        }
        return types;
    }

    private static void columns(Statement statement, Function<TableName, Found> of) throws SQLException {
        try (ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                ColumnType type =
                        ColumnType.of(rows.getString(5), rows.getString(6).charAt(0));
                of.apply(new TableName(rows.getString(1), rows.getString(2)))
                        .columns
                        .add(new Column(
                                rows.getString(3), type, rows.getString(4), rows.getBoolean(7), texts(rows, 8)));
            }
        }
    }

    private static void keys(Statement statement, Function<TableName, Found> of) throws SQLException {
        try (ResultSet rows = statement.executeQuery(KEYS)) {
            while (rows.next()) {
                Found table = of.apply(new TableName(rows.getString(1), rows.getString(2)));
                if (rows.getBoolean(3)) {
                    table.primaryKey = texts(rows, 4);
                } else {
                    table.uniqueKeys.add(texts(rows, 4));
                }
            }
        }
    }

    private static void foreignKeys(Statement statement, Function<TableName, Found> of) throws SQLException {
        try (ResultSet rows = statement.executeQuery(FOREIGN_KEYS)) {
            while (rows.next()) {
                TableName parent = new TableName(rows.getString(3), rows.getString(4));
                List<String> referred = texts(rows, 6);
                boolean primary =
                        new java.util.HashSet<>(referred).equals(new java.util.HashSet<>(of.apply(parent).primaryKey));
                List<String> columns = texts(rows, 5);
                of.apply(new TableName(rows.getString(1), rows.getString(2)))
                        .foreignKeys
                        .add(
                                primary && columns.size() == 1
                                        ? new ForeignKey(columns.getFirst(), parent)
                                        : new ForeignKey(columns, parent, referred));
            }
        }
    }

    private static List<String> texts(ResultSet row, int index) throws SQLException {
        return Arrays.stream((Object[]) row.getArray(index).getArray())
                .map(String::valueOf)
                .toList();
    }
}
