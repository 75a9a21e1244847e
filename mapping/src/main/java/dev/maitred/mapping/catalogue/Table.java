package dev.maitred.mapping.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * A table of the source.
 *
 * @param primaryKey its columns in order; empty when it has none
 */
public record Table(TableName name, List<Column> columns, List<String> primaryKey, List<ForeignKey> foreignKeys) {

    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        foreignKeys = List.copyOf(foreignKeys);
    }

    public Optional<Column> column(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }

    public Optional<ForeignKey> foreignKey(String column) {
        return foreignKeys.stream().filter(each -> each.column().equals(column)).findFirst();
    }
}
