package dev.maitred.mapping.catalogue;

import java.util.List;

/**
 * A column of a source table.
 *
 * @param typeName PostgreSQL's own name of the type, for messages
 * @param labels of an enum, in its order; empty for every other type
 */
public record Column(String name, ColumnType type, String typeName, boolean nullable, List<String> labels) {

    public Column {
        labels = List.copyOf(labels);
    }

    /** Of a type that is no enum. */
    public Column(String name, ColumnType type, String typeName, boolean nullable) {
        this(name, type, typeName, nullable, List.of());
    }
}
