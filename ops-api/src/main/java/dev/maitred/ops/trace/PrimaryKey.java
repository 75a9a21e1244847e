package dev.maitred.ops.trace;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.ops.problems.Problem;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A primary key that a person typed.
 *
 * @param values of the columns, each as its type writes it
 */
record PrimaryKey(List<String> columns, List<String> values) {

    /**
     * @param text the columns' values, joined by commas; those of the last column are its own
     * @throws Problem 400 when it has not as many values as the key has columns, or one is none of its column's type
     */
    static PrimaryKey parse(Table table, String text) {
        List<String> columns = table.primaryKey();
        String[] parts = text.split(",", columns.size());
        if (parts.length < columns.size()) {
            throw Problem.badRequest("row: the primary key of " + table.name().shortName() + " is "
                    + String.join(",", columns) + ": expected " + columns.size()
                    + " values joined by commas, as in 7,42; found " + parts.length);
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            values.add(canonical(table.column(columns.get(i)).orElseThrow(), parts[i]));
        }
        return new PrimaryKey(columns, List.copyOf(values));
    }

    private static String canonical(Column column, String text) {
        if (column.typeName().equals("uuid")) {
            return text.toLowerCase(Locale.ROOT);
        }
        try {
            return ColumnType.text(column.type().parse(text));
        } catch (NumberFormatException | DateTimeException e) {
            throw notOfType(column);
        }
    }

    private static Problem notOfType(Column column) {
        return Problem.badRequest("row: the column " + column.name() + " is of type " + column.typeName()
                + ", and what was typed is no such value");
    }

    /** As the change log writes it. */
    String text() {
        return String.join(",", values);
    }
}
