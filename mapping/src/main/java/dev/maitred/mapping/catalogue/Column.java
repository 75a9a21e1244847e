package dev.maitred.mapping.catalogue;

/**
 * A column of a source table.
 *
 * @param typeName PostgreSQL's own name of the type, for messages
 */
public record Column(String name, ColumnType type, String typeName, boolean nullable) {}
