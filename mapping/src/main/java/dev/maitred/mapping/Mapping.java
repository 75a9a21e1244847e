package dev.maitred.mapping;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Fault;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.rule.Layout;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.rule.RuleCompiler;
import dev.maitred.mapping.rule.Salt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A mapping, compiled and checked against the source's catalogue. */
public final class Mapping {

    private final String source;
    private final Map<TableName, MappedTable> tables;
    private final List<Fault> notes;

    private Mapping(String source, Map<TableName, MappedTable> tables, List<Fault> notes) {
        this.source = source;
        this.tables = tables;
        this.notes = notes;
    }

    /** A table that is read: which columns, and which rules its rows go through; none when it is only looked up. */
    public record MappedTable(Layout layout, List<Rule> rules) {

        public TableName name() {
            return layout.table().name();
        }
    }

    /**
     * A mapping that hashes nothing.
     *
     * @throws MappingException with everything that is wrong with it
     */
    public static Mapping compile(String yaml, Catalogue catalogue) {
        return compile(yaml, catalogue, null);
    }

    /**
     * @param salt under which ids are hashed; null when there is none
     * @throws MappingException with everything that is wrong with it
     */
    public static Mapping compile(String yaml, Catalogue catalogue, @Nullable Salt salt) {
        Faults faults = new Faults();
        MappingFile file = MappingFile.parse(yaml, faults);
        Map<TableName, MappedTable> byName = new LinkedHashMap<>();
        RuleCompiler.compile(file, catalogue, salt, faults)
                .rules()
                .forEach((layout, rules) -> byName.put(layout.table().name(), new MappedTable(layout, rules)));
        return new Mapping(file.source(), parentsFirst(byName), faults.notes());
    }

    public String source() {
        return source;
    }

    /** What keeps nobody from using it and yet should be known, as which rows it will put aside. */
    public List<Fault> notes() {
        return notes;
    }

    /** All tables that are read, parents before the tables that look them up. */
    public List<MappedTable> tables() {
        return List.copyOf(tables.values());
    }

    /** The change logs that its rows are in. */
    public Set<Topic<?, ?>> changeLogs() {
        return tables.values().stream()
                .flatMap(table -> table.rules().stream())
                .map(rule -> Topics.changesOf(rule.entity()))
                .collect(Collectors.toUnmodifiableSet());
    }

    public Optional<MappedTable> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }

    /** Tables of which a rule looks up rows of this one. */
    public Set<TableName> lookingUp(TableName parent) {
        return tables.values().stream()
                .filter(table ->
                        table.rules().stream().anyMatch(rule -> rule.lookedUp().contains(parent)))
                .map(MappedTable::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** These tables and all that is looked up for them, rules of these alone: those of the others are only remembered. */
    public Mapping only(Set<TableName> names) {
        Set<TableName> read = new LinkedHashSet<>();
        names.forEach(name -> withParents(name, read));
        Map<TableName, MappedTable> some = new LinkedHashMap<>();
        tables.forEach((name, table) -> {
            if (read.contains(name)) {
                some.put(name, names.contains(name) ? table : new MappedTable(table.layout(), List.of()));
            }
        });
        return new Mapping(source, some, notes);
    }

    private void withParents(TableName name, Set<TableName> into) {
        MappedTable table = tables.get(name);
        if (table != null && into.add(name)) {
            table.layout().parents().forEach(parent -> withParents(parent, into));
        }
    }

    private static Map<TableName, MappedTable> parentsFirst(Map<TableName, MappedTable> tables) {
        Map<TableName, MappedTable> ordered = new LinkedHashMap<>();
        Set<TableName> entered = new HashSet<>();
        for (MappedTable table : new ArrayList<>(tables.values())) {
            enter(table, tables, entered, ordered);
        }
        return ordered;
    }

    private static void enter(
            MappedTable table,
            Map<TableName, MappedTable> tables,
            Set<TableName> entered,
            Map<TableName, MappedTable> ordered) {
        // A cycle of foreign keys ends here: a table that is already being entered is not waited for.
        if (!entered.add(table.name())) {
            return;
        }
        Set<TableName> parents = new LinkedHashSet<>(table.layout().parents());
        table.layout().table().foreignKeys().forEach(key -> parents.add(key.parent()));
        for (TableName name : parents) {
            MappedTable parent = tables.get(name);
            if (parent != null) {
                enter(parent, tables, entered, ordered);
            }
        }
        ordered.put(table.name(), table);
    }
}
