package dev.maitred.mapping.catalogue;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table of the source.
 *
 * @param primaryKey its columns in order; empty when it has none
 * @param uniqueKeys other keys by which one row is found, each its columns in order; without those of expressions or conditions
 */
public record Table(
        TableName name,
        List<Column> columns,
        List<String> primaryKey,
        List<ForeignKey> foreignKeys,
        List<List<String>> uniqueKeys) {

    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        foreignKeys = List.copyOf(foreignKeys);
        uniqueKeys = uniqueKeys.stream().map(List::copyOf).toList();
    }

    /** Without unique keys. */
    public Table(TableName name, List<Column> columns, List<String> primaryKey, List<ForeignKey> foreignKeys) {
        this(name, columns, primaryKey, foreignKeys, List.of());
    }

    public Optional<Column> column(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }

    public Optional<ForeignKey> foreignKey(String column) {
        return foreignKey(List.of(column));
    }

    /** The foreign key of these columns, in whatever order; one to a primary key before others. */
    public Optional<ForeignKey> foreignKey(List<String> columns) {
        Set<String> wanted = new HashSet<>(columns);
        return foreignKeys.stream()
                .filter(each -> wanted.size() == each.columns().size() && wanted.containsAll(each.columns()))
                .min(Comparator.comparing(each -> !each.parentColumns().isEmpty()));
    }
}
