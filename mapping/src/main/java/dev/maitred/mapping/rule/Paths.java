package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.ForeignKey;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles columns and chains of keys: {@code club_id}, {@code event_id.club_id}, {@code (tenant_id, event_id).club_id}. */
final class Paths {

    private static final Pattern PART = Pattern.compile("\\G(?:\\(([^()]+)\\)|([^.()]+))(\\.|$)");

    private final Table table;
    private final Layouts layouts;
    private final Faults faults;
    private final Set<TableName> lookedUp = new HashSet<>();

    Paths(Table table, Layouts layouts, Faults faults) {
        this.table = table;
        this.layouts = layouts;
        this.faults = faults;
    }

    /** The tables that what was compiled asks. */
    Set<TableName> lookedUp() {
        return lookedUp;
    }

    Value compile(String place, String path) {
        List<List<String>> parts = table.column(path).isPresent() ? List.of(List.of(path)) : parts(path);
        if (parts.isEmpty() || parts.getLast().size() != 1) {
            faults.add(
                    place,
                    "expected a column or a chain of foreign keys like event_id.club_id, found \"" + path + "\"",
                    "Name a column of " + table.name().shortName());
            return Value.NONE;
        }
        if (parts.size() == 1) {
            return column(place, table, parts.getFirst().getFirst())
                    .map(column -> {
                        int first = layouts.of(table.name()).place(column.name());
                        return Value.of(table, column, row -> row.values()[first]);
                    })
                    .orElse(Value.NONE);
        }
        return chain(place, path, parts);
    }

    private static List<List<String>> parts(String path) {
        List<List<String>> parts = new ArrayList<>();
        Matcher matcher = PART.matcher(path);
        int end = 0;
        while (end < path.length() && matcher.find()) {
            parts.add(
                    matcher.group(1) == null
                            ? List.of(matcher.group(2).strip())
                            : Arrays.stream(matcher.group(1).split(","))
                                    .map(String::strip)
                                    .toList());
            end = matcher.end();
        }
        return end == path.length() && !path.endsWith(".") ? parts : List.of();
    }

    private Value chain(String place, String path, List<List<String>> parts) {
        Table child = table;
        List<Key> keys = new ArrayList<>();
        for (List<String> part : parts.subList(0, parts.size() - 1)) {
            Key key = foreignKey(place, path, child, part);
            if (key == null) {
                return Value.NONE;
            }
            keys.add(key);
            child = key.parent();
        }
        return lookUp(place, keys, parts.getLast().getFirst());
    }

    /**
     * One step of a chain.
     *
     * @param columns of the child, in the order of the parent's key
     * @param parentColumns empty: the primary key
     */
    private record Key(List<String> columns, Table parent, List<String> parentColumns) {}

    private @Nullable Key foreignKey(String place, String path, Table child, List<String> columns) {
        for (String column : columns) {
            if (column(place, child, column).isEmpty()) {
                return null;
            }
        }
        Optional<ForeignKey> found = child.foreignKey(columns);
        if (found.isEmpty()) {
            String words = columns.size() == 1 ? "column " + columns.getFirst() : "columns " + columns;
            faults.add(
                    place,
                    words + " of " + child.name().shortName() + (columns.size() == 1 ? " is" : " are")
                            + " no foreign key, so " + path + " leads nowhere; its foreign keys are "
                            + child.foreignKeys().stream()
                                    .map(ForeignKey::columns)
                                    .toList(),
                    instead(child, columns, path.substring(path.lastIndexOf('.') + 1)));
            return null;
        }
        ForeignKey key = found.get();
        Optional<Table> parent = layouts.find(key.parent());
        if (parent.isEmpty()) {
            faults.add(
                    place,
                    "the foreign key " + columns + " of " + child.name().shortName() + " leads to table "
                            + key.parent().shortName() + ", which this role cannot see",
                    "Let the role of ingest read " + key.parent().shortName());
            return null;
        }
        return key(place, parent.get(), key.columns(), key.parentColumns());
    }

    private static String instead(Table child, List<String> columns, String wanted) {
        return child.foreignKeys().stream()
                .filter(key -> key.columns().containsAll(columns))
                .findFirst()
                .map(key -> "Name all of the key: \"(" + String.join(", ", key.columns()) + ")." + wanted + "\"")
                .orElse("Name a foreign key or a column of the table itself, or look it up without one: {lookup: "
                        + wanted + ", in: parent_table, by: {id: " + columns.getFirst() + "}}");
    }

    /** Orders a key's columns as the parent's own key has them. */
    private @Nullable Key key(String place, Table parent, List<String> columns, List<String> referred) {
        List<String> primary = parent.primaryKey();
        if (primary.isEmpty()) {
            faults.add(
                    place,
                    "table " + parent.name().shortName() + " has no primary key, so its rows cannot be remembered",
                    "Make the columns that tell its rows apart the primary key of "
                            + parent.name().shortName());
            return null;
        }
        List<String> order = referred.isEmpty() ? primary : referred;
        if (new HashSet<>(order).equals(new HashSet<>(primary))) {
            return new Key(
                    primary.stream()
                            .map(each -> columns.get(order.indexOf(each)))
                            .toList(),
                    parent,
                    List.of());
        }
        return new Key(columns, parent, referred);
    }

    /** A parent's column by any key of it that is named: {@code {lookup: club_id, in: events, by: {code: event_code}}}. */
    Value lookUpBy(String place, String column, TableName in, Map<String, String> by) {
        Optional<Table> parent = layouts.find(in);
        if (parent.isEmpty()) {
            faults.add(
                    place + ".in",
                    "the database has no table " + in.shortName() + " that this role can see",
                    layouts.remedy(in));
            return Value.NONE;
        }
        List<String> referred = List.copyOf(by.keySet());
        List<String> columns =
                referred.stream().map(each -> by.getOrDefault(each, "")).toList();
        boolean known = true;
        for (int i = 0; i < columns.size(); i++) {
            known &= column(place + ".by", parent.get(), referred.get(i)).isPresent();
            known &= column(place + ".by." + referred.get(i), table, columns.get(i))
                    .isPresent();
        }
        if (!known) {
            return Value.NONE;
        }
        Optional<List<String>> unique = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(parent.get().primaryKey()), parent.get().uniqueKeys().stream())
                .filter(each -> new HashSet<>(each).equals(new HashSet<>(referred)))
                .findFirst();
        if (unique.isEmpty()) {
            faults.add(
                    place + ".by",
                    "columns " + referred + " of " + in.shortName()
                            + " are no key of it, so they may find several rows; its keys are "
                            + java.util.stream.Stream.concat(
                                            java.util.stream.Stream.of(
                                                    parent.get().primaryKey()),
                                            parent.get().uniqueKeys().stream())
                                    .toList(),
                    "Name all columns of one key, or: ALTER TABLE " + in.quoted() + " ADD UNIQUE ("
                            + String.join(
                                    ", ",
                                    referred.stream().map(TableName::quoted).toList()) + ")");
            return Value.NONE;
        }
        List<String> ordered = unique.get();
        Key key = key(
                place,
                parent.get(),
                ordered.stream().map(each -> by.getOrDefault(each, "")).toList(),
                ordered);
        return key == null ? Value.NONE : lookUp(place, List.of(key), column);
    }

    private Value lookUp(String place, List<Key> keys, String wanted) {
        keys.forEach(key -> lookedUp.add(key.parent().name()));
        Table last = keys.getLast().parent();
        Optional<Column> column = column(place, last, wanted);
        if (column.isEmpty()) {
            return Value.NONE;
        }
        List<LookUp.Step> steps = new ArrayList<>();
        Table child = table;
        for (int i = 0; i < keys.size(); i++) {
            Key key = keys.get(i);
            layouts.of(child.name()).looksUp(key.parent().name());
            Layout parent = layouts.of(key.parent().name());
            String alias = key.parentColumns().isEmpty() ? "" : parent.lookUpBy(key.parentColumns());
            List<String> next = i + 1 < keys.size() ? keys.get(i + 1).columns() : List.of(wanted);
            steps.add(new LookUp.Step(
                    key.parent().name(),
                    alias,
                    next.stream().map(parent::remember).toList()));
            child = key.parent();
        }
        Layout own = layouts.of(table.name());
        List<Integer> first = keys.getFirst().columns().stream().map(own::place).toList();
        return Value.of(last, column.get(), new LookUp(first, List.copyOf(steps)));
    }

    /** A column that a rule can read; empty, with the fault noted, when there is none. */
    Optional<Column> column(String place, Table of, String name) {
        Optional<Column> column = of.column(name);
        if (column.isEmpty()) {
            List<String> names = of.columns().stream().map(Column::name).toList();
            faults.add(
                    place,
                    "table " + of.name().shortName() + " has no column \"" + name + "\"; it has " + names,
                    Nearest.remedy(
                            name,
                            names,
                            "Mend the name, or add a column of that name to "
                                    + of.name().shortName()));
            return Optional.empty();
        }
        if (column.get().type() == ColumnType.OTHER) {
            faults.add(
                    place,
                    "column " + name + " of " + of.name().shortName() + " is of type "
                            + column.get().typeName() + ", which no rule can read",
                    remedy(of, column.get()));
            return Optional.empty();
        }
        return column;
    }

    private static String remedy(Table of, Column column) {
        String add = "ALTER TABLE " + of.name().quoted() + " ADD COLUMN ";
        return switch (column.typeName()) {
            case "interval" ->
                "Keep its minutes beside it, filled by the application or a trigger: " + add
                        + TableName.quoted(column.name() + "_minutes") + " bigint";
            case "bytea" -> "Map another column: bytes are never published";
            default ->
                "Map another column, or keep what is wanted of it in a column of its own, filled by the application or a trigger: "
                        + add + TableName.quoted(column.name() + "_text") + " text";
        };
    }
}
