package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Nearest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The layouts of all tables that a mapping reads, grown while its rules are compiled. */
final class Layouts {

    private final Catalogue catalogue;
    private final Map<TableName, Layout> layouts = new LinkedHashMap<>();

    Layouts(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Optional<Table> find(TableName name) {
        return catalogue.table(name);
    }

    /** What to do about a table that is not there. */
    String remedy(TableName name) {
        return Nearest.remedy(
                name.shortName(),
                catalogue.tables().stream()
                        .map(table -> table.name().shortName())
                        .toList(),
                "Mend the name, or let the role of ingest read that table by GRANT SELECT");
    }

    Layout of(TableName name) {
        return layouts.computeIfAbsent(
                name, any -> new Layout(catalogue.table(name).orElseThrow()));
    }

    Collection<Layout> all() {
        return layouts.values();
    }
}
