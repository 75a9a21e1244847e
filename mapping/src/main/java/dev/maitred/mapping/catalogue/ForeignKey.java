package dev.maitred.mapping.catalogue;

import java.util.List;

/**
 * A foreign key: {@code columns} hold the key of a row of {@code parent}.
 *
 * @param parentColumns what each of {@code columns} refers to, in their order: the parent's primary key or a unique key of it; empty
 *     means its primary key
 */
public record ForeignKey(List<String> columns, TableName parent, List<String> parentColumns) {

    public ForeignKey {
        columns = List.copyOf(columns);
        parentColumns = List.copyOf(parentColumns);
    }

    /** As a mapping file writes it: {@code event_id}, or {@code (tenant_id, event_id)}. */
    public String path() {
        return columns.size() == 1 ? columns.getFirst() : "(" + String.join(", ", columns) + ")";
    }

    /** Of one column, to a primary key. */
    public ForeignKey(String column, TableName parent) {
        this(List.of(column), parent, List.of());
    }
}
