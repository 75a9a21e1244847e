package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** The layouts of all tables that a mapping reads, grown while its rules are compiled. */
final class Layouts {

    private final Catalogue catalogue;
    private final Map<TableName, Layout> layouts = new LinkedHashMap<>();

    Layouts(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Table table(TableName name) {
        return catalogue.table(name).orElseThrow();
    }

    Layout of(TableName name) {
        return layouts.computeIfAbsent(name, any -> new Layout(table(name)));
    }

    Collection<Layout> all() {
        return layouts.values();
    }
}
