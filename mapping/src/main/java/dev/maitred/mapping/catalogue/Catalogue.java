package dev.maitred.mapping.catalogue;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The tables of a source database. */
public final class Catalogue {

    private final Map<TableName, Table> tables;

    public Catalogue(Collection<Table> tables) {
        this.tables = tables.stream()
                .collect(Collectors.toMap(Table::name, Function.identity(), (first, second) -> first, TreeMap::new));
    }

    public Optional<Table> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    public Collection<Table> tables() {
        return tables.values();
    }
}
