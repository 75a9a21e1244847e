package dev.maitred.ingest.resync;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which rows are to be read again.
 *
 * @param venue with its source, as {@code nightclub:7}; null: all of them
 * @param tables empty: all mapped ones
 */
public record Scope(@Nullable String venue, Set<TableName> tables) {

    public static Scope ofVenue(String venue) {
        return new Scope(venue, Set.of());
    }

    public static Scope ofTables(Set<TableName> tables) {
        return new Scope(null, Set.copyOf(tables));
    }

    /** The tables to read, parents first. */
    List<MappedTable> tables(Mapping mapping) {
        return mapping.tables().stream()
                .filter(table -> tables.isEmpty() || tables.contains(table.name()))
                .toList();
    }

    /** For people. */
    @Override
    public String toString() {
        return (venue == null ? "all venues" : venue) + (tables.isEmpty() ? "" : " of " + tables);
    }
}
