package dev.maitred.launcher.demo;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A booking database in which every column that could hold text and is not mapped holds a marker of its own, in every row. The columns
 * are found in the catalogue, so that one which is added tomorrow is marked too.
 */
final class MarkedDatabase {

    /** Whatever says which rows there may be, but for primary keys and what foreign keys need: markers would not be among them. */
    private static final String CONSTRAINTS = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint c
             WHERE connamespace = 'public'::regnamespace AND (contype = 'c' OR contype = 'u'
                   AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid))
            UNION ALL
            SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i
              JOIN pg_class c ON c.oid = i.indrelid
             WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique
               AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
            """;

    private static final String COLUMNS = """
            SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                   CASE WHEN t.typcategory = 'S' THEN 'text'
                        WHEN t.typname IN ('json', 'jsonb') THEN 'json'
                        WHEN e.typcategory = 'S' THEN 'array'
                        ELSE 'other' END,
                   a.attnum = ANY (coalesce(p.indkey::int2[], '{}')), a.attidentity <> '', a.attnotnull AND NOT a.atthasdef
              FROM pg_attribute a
              JOIN pg_class c ON c.oid = a.attrelid
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_type e ON e.oid = t.typelem
              LEFT JOIN pg_index p ON p.indrelid = c.oid AND p.indisprimary
             WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
             ORDER BY c.relname, a.attnum
            """;

    private final Connection connection;
    private final String mappingYaml;
    private final String nonce;

    /** @param nonce part of every marker and of nothing else */
    MarkedDatabase(Connection connection, String mappingYaml, String nonce) {
        this.connection = connection;
        this.mappingYaml = mappingYaml;
        this.nonce = nonce;
    }

    private record Field(
            String table, String name, String type, String form, boolean key, boolean identity, boolean needed) {

        boolean holdsText() {
            return !form.equals("other");
        }
    }

    /** Lets every column take any text. What is read of the database does not change by it. */
    void loosen() throws SQLException {
        for (String each : texts(CONSTRAINTS)) {
            run(each);
        }
        for (Field each : toMark().values().stream().flatMap(List::stream).toList()) {
            if (each.type().startsWith("character")) {
                run("ALTER TABLE %s ALTER COLUMN %s TYPE text"
                        .formatted(TableName.quoted(each.table()), TableName.quoted(each.name())));
            }
        }
    }

    /** The columns that are marked, as {@code table.column}. */
    Set<String> columns() throws SQLException {
        return toMark().values().stream()
                .flatMap(List::stream)
                .map(each -> each.table() + "." + each.name())
                .collect(Collectors.toSet());
    }

    /**
     * Writes the markers into rows that are there.
     *
     * @param most rows of each table
     * @return how many rows hold them
     */
    long mark(int most) throws SQLException {
        long rows = 0;
        for (var each : toMark().entrySet()) {
            String values = each.getValue().stream()
                    .map(field -> TableName.quoted(field.name()) + " = " + marker(field))
                    .collect(Collectors.joining(", "));
            String table = TableName.quoted(each.getKey());
            rows += run("UPDATE %s SET %s WHERE ctid = ANY (ARRAY (SELECT ctid FROM %s LIMIT %d))"
                    .formatted(table, values, table, most));
        }
        return rows;
    }

    /**
     * Writes new rows with markers: as some that are there, or of nothing else where there are none.
     *
     * @return how many
     */
    long insert(int most) throws SQLException {
        long rows = 0;
        Map<String, List<Field>> all = fields();
        for (String table : toMark().keySet()) {
            List<Field> fields =
                    all.get(table).stream().filter(field -> !field.identity()).toList();
            Set<Field> marked = new HashSet<>(toMark().get(table));
            String names = names(fields);
            String values = fields.stream()
                    .map(field -> marked.contains(field)
                            ? marker(field)
                            : field.key() && field.type().equals("uuid")
                                    ? "gen_random_uuid()"
                                    : TableName.quoted(field.name()))
                    .collect(Collectors.joining(", "));
            String quoted = TableName.quoted(table);
            long written =
                    run("INSERT INTO %s (%s) SELECT %s FROM (SELECT * FROM %s LIMIT %d) AS few ON CONFLICT DO NOTHING"
                            .formatted(quoted, names, values, quoted, most));
            rows += written > 0 ? written : invent(quoted, fields, marked);
        }
        return rows;
    }

    private long invent(String table, List<Field> fields, Set<Field> marked) throws SQLException {
        List<Field> given = fields.stream()
                .filter(field -> marked.contains(field) || field.needed())
                .toList();
        String values = given.stream()
                .map(field -> marked.contains(field) ? marker(field) : invented(field))
                .collect(Collectors.joining(", "));
        return withoutForeignKeys("INSERT INTO %s (%s) VALUES (%s)".formatted(table, names(given), values));
    }

    private static String invented(Field field) {
        return switch (field.type()) {
            case "bigint", "integer", "smallint" -> "1";
            case "uuid" -> "gen_random_uuid()";
            case "timestamp with time zone" -> "now()";
            default -> "'X'";
        };
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(field -> TableName.quoted(field.name())).collect(Collectors.joining(", "));
    }

    private String marker(Field field) {
        String text = "'CANARY-" + field.table() + "." + field.name() + "-" + nonce + "'";
        return switch (field.form()) {
            case "json" -> "jsonb_build_object('of', " + text + ")";
            case "array" -> "ARRAY[" + text + "]";
            default -> field.key() ? text + " || '-' || gen_random_uuid()" : text;
        };
    }

    /** A statement that foreign keys do not judge. */
    long withoutForeignKeys(String sql) throws SQLException {
        run("SET session_replication_role = replica");
        try {
            return run(sql);
        } finally {
            run("RESET session_replication_role");
        }
    }

    long run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return Math.max(0, statement.getUpdateCount());
        }
    }

    List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    private Map<String, List<Field>> toMark() throws SQLException {
        Mapping mapping = Mapping.compile(mappingYaml, PostgresCatalogue.read(connection));
        Map<String, List<Field>> marked = new TreeMap<>();
        fields().forEach((table, fields) -> {
            Set<String> mapped = mapping.table(new TableName("public", table))
                    .map(each -> each.layout().columns().stream()
                            .map(column -> column.name())
                            .collect(Collectors.toSet()))
                    .orElse(Set.of());
            List<Field> unmapped = fields.stream()
                    .filter(field -> field.holdsText() && !mapped.contains(field.name()))
                    .toList();
            if (!unmapped.isEmpty()) {
                marked.put(table, unmapped);
            }
        });
        return marked;
    }

    private Map<String, List<Field>> fields() throws SQLException {
        Map<String, List<Field>> fields = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                fields.computeIfAbsent(rows.getString(1), any -> new ArrayList<>())
                        .add(new Field(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getBoolean(5),
                                rows.getBoolean(6),
                                rows.getBoolean(7)));
            }
        }
        return fields;
    }
}
