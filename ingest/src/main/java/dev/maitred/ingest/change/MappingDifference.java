package dev.maitred.ingest.change;

import dev.maitred.ingest.change.TableChange.Kind;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.language.MappingFile.RuleNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * In which tables two mappings of one source differ, both compiled against the same catalogue. Comments and the order of tables mean
 * nothing; the order of columns does, because what is remembered of rows is stored by it.
 */
public record MappingDifference(List<TableChange> tables) {

    public MappingDifference {
        tables = List.copyOf(tables);
    }

    /** A mapping with the text it was compiled from. */
    public record Side(MappingFile file, Mapping mapping) {

        public static Side of(String yaml, Mapping mapping) {
            return new Side(MappingFile.parse(yaml), mapping);
        }
    }

    public static MappingDifference of(Side before, Side after) {
        Set<TableName> all = new LinkedHashSet<>();
        after.mapping().tables().forEach(table -> all.add(table.name()));
        before.mapping().tables().forEach(table -> all.add(table.name()));
        List<TableChange> changes = new ArrayList<>();
        for (TableName name : all) {
            MappedTable was = before.mapping().table(name).orElse(null);
            MappedTable is = after.mapping().table(name).orElse(null);
            Map<String, String> rulesBefore = rules(before.file(), name);
            Map<String, String> rulesAfter = rules(after.file(), name);
            if (was != null
                    && is != null
                    && read(was).equals(read(is))
                    && List.copyOf(rulesBefore.entrySet()).equals(List.copyOf(rulesAfter.entrySet()))) {
                continue;
            }
            Kind kind = was == null ? Kind.ADDED : is == null ? Kind.REMOVED : Kind.CHANGED;
            changes.add(new TableChange(
                    name,
                    kind,
                    differing(rulesBefore, rulesAfter),
                    beyond(columns(is), columns(was)),
                    beyond(columns(was), columns(is))));
        }
        return new MappingDifference(changes);
    }

    public boolean isNone() {
        return tables.isEmpty();
    }

    /** Whether other columns leave the database than before, so that another publication is needed. */
    public boolean needsPublication() {
        return tables.stream()
                .anyMatch(each -> each.kind() != Kind.CHANGED
                        || !each.columnsAdded().isEmpty()
                        || !each.columnsRemoved().isEmpty());
    }

    public Set<TableName> names() {
        return tables.stream().map(TableChange::table).collect(Collectors.toUnmodifiableSet());
    }

    /** For people. */
    @Override
    public String toString() {
        return tables.stream().map(TableChange::toString).collect(Collectors.joining("; "));
    }

    private static Map<String, String> rules(MappingFile file, TableName table) {
        Map<String, String> rules = new java.util.LinkedHashMap<>();
        for (RuleNode node : file.rules()) {
            if (node.table().equals(table)) {
                rules.put(
                        node.body().path("rule").asString(table.shortName()),
                        node.entity() + " " + node.body().toString());
            }
        }
        return rules;
    }

    private static List<String> differing(Map<String, String> before, Map<String, String> after) {
        Set<String> names = new LinkedHashSet<>(after.keySet());
        names.addAll(before.keySet());
        return names.stream()
                .filter(name -> !java.util.Objects.equals(before.get(name), after.get(name)))
                .toList();
    }

    /** All that is stored by place: the whole row of one that waits, and what is remembered of it. */
    private static List<List<String>> read(MappedTable table) {
        return List.of(columns(table), names(table.layout().remembered()));
    }

    private static List<String> columns(@Nullable MappedTable table) {
        return table == null ? List.of() : names(table.layout().columns());
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }

    private static List<String> beyond(List<String> some, List<String> others) {
        return some.stream().filter(each -> !others.contains(each)).toList();
    }
}
