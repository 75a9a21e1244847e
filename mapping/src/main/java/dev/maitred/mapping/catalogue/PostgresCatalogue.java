package dev.maitred.mapping.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the catalogue of a PostgreSQL database: ordinary and partitioned tables outside the system schemas. */
public final class PostgresCatalogue {

    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, a.attname, t.typname, coalesce(b.typname, t.typname) AS base, \
                   coalesce(b.typcategory, t.typcategory) AS category, NOT a.attnotnull AS nullable, \
                   coalesce(array_position(i.indkey::int2[], a.attnum), -1) AS key_place
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_type b ON t.typtype = 'd' AND b.oid = t.typbasetype
              LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
             ORDER BY n.nspname, c.relname, a.attnum
            """;

    private static final String FOREIGN_KEYS = """
            SELECT n.nspname, c.relname, a.attname, pn.nspname AS parent_schema, pc.relname AS parent
              FROM pg_constraint k
              JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_class pc ON pc.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = pc.relnamespace
              JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]
              JOIN pg_index i ON i.indrelid = k.confrelid AND i.indisprimary
             WHERE k.contype = 'f' AND k.conparentid = 0 AND cardinality(k.conkey) = 1
               AND cardinality(i.indkey::int2[]) = 1 AND (i.indkey::int2[])[0] = k.confkey[1]
             ORDER BY n.nspname, c.relname, a.attname
            """;

    private PostgresCatalogue() {}

    public static Catalogue read(Connection connection) throws SQLException {
        Map<TableName, List<Column>> columns = new LinkedHashMap<>();
        Map<TableName, Map<Integer, String>> keys = new LinkedHashMap<>();
        Map<TableName, List<ForeignKey>> foreignKeys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                TableName table = new TableName(rows.getString(1), rows.getString(2));
                String name = rows.getString(3);
                ColumnType type =
                        ColumnType.of(rows.getString(5), rows.getString(6).charAt(0));
                columns.computeIfAbsent(table, any -> new ArrayList<>())
                        .add(new Column(name, type, rows.getString(4), rows.getBoolean(7)));
                int place = rows.getInt(8);
                if (place >= 0) {
                    keys.computeIfAbsent(table, any -> new java.util.TreeMap<>())
                            .put(place, name);
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(FOREIGN_KEYS);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                foreignKeys
                        .computeIfAbsent(new TableName(rows.getString(1), rows.getString(2)), any -> new ArrayList<>())
                        .add(new ForeignKey(rows.getString(3), new TableName(rows.getString(4), rows.getString(5))));
            }
        }
        List<Table> tables = new ArrayList<>();
        columns.forEach((name, its) -> tables.add(new Table(
                name,
                its,
                List.copyOf(keys.getOrDefault(name, Map.of()).values()),
                foreignKeys.getOrDefault(name, List.of()))));
        return new Catalogue(tables);
    }
}
