package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which columns of a table are read, in which order; and which of them are remembered for other tables' look-ups. */
public final class Layout {

    private final Table table;
    private final List<Column> columns = new ArrayList<>();
    private final List<Integer> remembered = new ArrayList<>();

    Layout(Table table) {
        this.table = table;
        table.primaryKey().forEach(this::place);
    }

    public Table table() {
        return table;
    }

    /** The mapped columns; the primary key's come first. */
    public List<Column> columns() {
        return List.copyOf(columns);
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
