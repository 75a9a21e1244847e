package dev.maitred.mapping.catalogue;

/** A foreign key of one column: {@code column} holds the primary key of a row of {@code parent}. */
public record ForeignKey(String column, TableName parent) {}
