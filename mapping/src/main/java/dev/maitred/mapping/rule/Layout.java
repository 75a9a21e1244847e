package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which columns of a table are read, in which order; and which of them are remembered for other tables' look-ups. */
public final class Layout {

    private final Table table;
    private final List<Column> columns = new ArrayList<>();
    private final List<Integer> remembered = new ArrayList<>();
    private final Map<List<String>, List<Integer>> lookUpKeys = new LinkedHashMap<>();
    private final Set<TableName> parents = new LinkedHashSet<>();

    Layout(Table table) {
        this.table = table;
        table.primaryKey().forEach(this::place);
    }

    public Table table() {
        return table;
    }

    /** The mapped columns; the primary key's come first. */
    public List<Column> columns() {
        return Collections.unmodifiableList(columns);
    }

    /** The mapped columns' names for SQL, in their order. */
    public String quotedColumns() {
        return columns.stream().map(Column::name).map(TableName::quoted).collect(Collectors.joining(", "));
    }

    /** The remembered columns. */
    public List<Column> remembered() {
        return remembered.stream().map(columns::get).toList();
    }

    public boolean isLookedUp() {
        return !remembered.isEmpty();
    }

    /** The column's place in a row; it is read from now on. */
    int place(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        columns.add(table.column(column).orElseThrow());
        return columns.size() - 1;
    }

    /** The column's place among the remembered values; it is remembered from now on. */
    int remember(String column) {
        int place = place(column);
        int known = remembered.indexOf(place);
        if (known >= 0) {
            return known;
        }
        remembered.add(place);
        return remembered.size() - 1;
    }

    /** The tables that its rules look up. */
    public Set<TableName> parents() {
        return Collections.unmodifiableSet(parents);
    }

    void looksUp(TableName parent) {
        parents.add(parent);
    }

    /**
     * That rows are looked up by this unique key too; its columns are remembered from now on.
     *
     * @return what the text of such a key begins with
     */
    String lookUpBy(List<String> uniqueKey) {
        lookUpKeys.computeIfAbsent(
                uniqueKey, columns -> columns.stream().map(this::remember).toList());
        return prefix(uniqueKey);
    }

    private static String prefix(List<String> uniqueKey) {
        return "(" + String.join(",", uniqueKey) + ") ";
    }

    /**
     * The keys besides its primary key under which a row is looked up: {@link Parents#remembered} must find it by each of them. A key
     * with a null in it finds nothing.
     *
     * @param values the remembered ones, as {@link #rememberedOf} gives them
     */
    public List<String> aliases(@Nullable Object[] values) {
        if (lookUpKeys.isEmpty()) {
            return List.of();
        }
        List<String> aliases = new ArrayList<>();
        lookUpKeys.forEach((columns, places) -> {
            String key = LookUp.key(values, places);
            if (key != null) {
                aliases.add(prefix(columns) + key);
            }
        });
        return aliases;
    }

    /** A row's primary key as text: its columns joined by a comma. */
    public String primaryKey(@Nullable Object[] values) {
        int size = table.primaryKey().size();
        if (size == 1) {
            return ColumnType.text(Objects.requireNonNull(values[0]));
        }
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                key.append(',');
            }
            key.append(ColumnType.text(Objects.requireNonNull(values[i])));
        }
        return key.toString();
    }

    /** What is to be remembered of a row. */
    public @Nullable Object[] rememberedOf(@Nullable Object[] values) {
        @Nullable Object[] kept = new Object[remembered.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = values[remembered.get(i)];
        }
        return kept;
    }
}
