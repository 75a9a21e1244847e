package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.Table;
import org.jspecify.annotations.Nullable;

/**
 * What the file says in place of a value, compiled.
 *
 * @param type what it reads as; null when only a row can tell
 * @param table where {@code column} is
 * @param column the column that it reads as it is; null when it is made otherwise
 * @param constant whether it is the same for every row
 */
record Value(
        Reader<Object> reader,
        @Nullable ColumnType type,
        @Nullable Table table,
        @Nullable Column column,
        boolean constant) {

    /** Stands for what did not compile, so that the rest of the file is looked at too. */
    static final Value NONE = new Value(row -> null, null, null, null, false);

    static Value of(Table table, Column column, Reader<Object> reader) {
        return new Value(reader, column.type(), table, column, false);
    }

    static Value made(@Nullable ColumnType type, Reader<Object> reader) {
        return new Value(reader, type, null, null, false);
    }

    static Value constant(Object value) {
        return new Value(row -> value, null, null, null, true);
    }
}
