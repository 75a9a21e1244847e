package dev.maitred.mapping.rule;

import dev.cel.common.types.SimpleType;
import dev.maitred.contract.Entity;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.language.MappingFile.RuleNode;
import dev.maitred.mapping.language.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compiles a mapping file against a catalogue; every fault of the whole file is found before any is reported. */
public final class RuleCompiler {

    private static final List<String> ON_DELETE = List.of("keep", "remove");

    private final MappingFile file;
    private final Catalogue catalogue;
    private final Layouts layouts;
    private final @Nullable Hashing hashing;
    private final Faults faults;
    private final Set<String> names = new HashSet<>();

    private RuleCompiler(MappingFile file, Catalogue catalogue, @Nullable Salt salt, Faults faults) {
        this.file = file;
        this.catalogue = catalogue;
        this.layouts = new Layouts(catalogue);
        this.hashing = salt == null ? null : new Hashing(salt);
        this.faults = faults;
    }

    /** The compiled tables with their rules, in the order of the file; look-up parents without rules come with them. */
    public record Compiled(Map<Layout, List<Rule>> rules) {}

    /**
     * @param salt for ids that the file hashes; null when there is none
     * @param faults what is wrong with the file so far
     * @throws MappingException with all faults
     */
    public static Compiled compile(MappingFile file, Catalogue catalogue, @Nullable Salt salt, Faults faults) {
        return new RuleCompiler(file, catalogue, salt, faults).compile();
    }

    private Compiled compile() {
        Map<TableName, List<Rule>> rules = new LinkedHashMap<>();
        for (RuleNode node : file.rules()) {
            rule(node)
                    .ifPresent(rule -> rules.computeIfAbsent(node.table(), any -> new ArrayList<>())
                            .add(rule));
        }
        faults.throwIfAny();
        Map<Layout, List<Rule>> byLayout = new LinkedHashMap<>();
        for (Layout layout : layouts.all()) {
            byLayout.put(layout, List.copyOf(rules.getOrDefault(layout.table().name(), List.of())));
        }
        return new Compiled(byLayout);
    }

    private Optional<Rule> rule(RuleNode node) {
        Optional<Table> table = catalogue.table(node.table());
        if (table.isEmpty()) {
            faults.add(
                    node.place(),
                    "the database has no table " + node.table().shortName() + " that this role can see",
                    layouts.remedy(node.table()));
            return Optional.empty();
        }
        if (table.get().primaryKey().isEmpty()) {
            faults.add(
                    node.place(),
                    "table " + node.table().shortName() + " has no primary key, so its rows cannot be told apart",
                    "Make the columns that tell its rows apart the primary key of "
                            + node.table().shortName());
            return Optional.empty();
        }
        Entity entity = Entities.BY_WORD.get(node.entity());
        if (entity == null) {
            faults.add(
                    node.place(),
                    "unknown entity; expected one of "
                            + Entities.BY_WORD.keySet().stream().sorted().toList(),
                    Nearest.remedy(node.entity(), Entities.BY_WORD.keySet(), "Mend the name"));
            return Optional.empty();
        }
        if (!node.body().isObject()) {
            faults.add(node.place(), "expected fields, found " + node.body(), "Say the entity's fields");
            return Optional.empty();
        }
        return Optional.of(rule(node, table.get(), entity));
    }

    private Rule rule(RuleNode node, Table table, Entity entity) {
        Layout layout = layouts.of(table.name());
        ValueCompiler values = new ValueCompiler(table, layouts, hashing, faults);
        Fields fields = new Fields(node.place(), node.body(), values, faults);
        String name = node.body().path("rule").asString(node.table().shortName());
        if (!names.add(name)) {
            faults.add(
                    node.place() + ".rule",
                    "two rules are called \"" + name + "\"",
                    "Give one of them another name: `rule: " + name + "-" + entity.text() + "`");
        }
        Reader<String> owner = owner(node, entity, fields, layout);
        Reader<Object> condition = condition(node, values);
        var change = Entities.compile(entity, fields);
        boolean keepsDeleted = keepsDeleted(node);
        fields.checkNoOthers("rule", "when", "on_delete");
        return new Rule(
                name,
                entity,
                condition,
                owner,
                change,
                ownerInPrimaryKey(node.body(), entity, table),
                values.lookedUp(),
                keepsDeleted);
    }

    private Reader<String> owner(RuleNode node, Entity entity, Fields fields, Layout layout) {
        String field = Entities.ownerField(entity);
        String prefix = file.source() + ":";
        if (entity == Entity.VENUE && !fields.has(field)) {
            return row -> prefix + layout.primaryKey(row.values());
        }
        if (entity == Entity.RESERVATION && !fields.has(field)) {
            return row -> file.source();
        }
        Reader<String> id = fields.text(field);
        return row -> prefix + id.read(row);
    }

    private static boolean ownerInPrimaryKey(JsonNode body, Entity entity, Table table) {
        JsonNode owner = body.path(Entities.ownerField(entity));
        return owner.isMissingNode()
                ? entity == Entity.VENUE || entity == Entity.RESERVATION
                : isOfPrimaryKey(owner, table);
    }

    private static boolean isOfPrimaryKey(JsonNode owner, Table table) {
        if (owner.isArray()) {
            for (JsonNode part : owner) {
                if (!isOfPrimaryKey(part, table)) {
                    return false;
                }
            }
            return true;
        }
        if (owner.isObject() && owner.size() == 1 && (owner.has("column") || owner.has("hash"))) {
            return isOfPrimaryKey(owner.has("column") ? owner.get("column") : owner.get("hash"), table);
        }
        return owner.has("constant")
                || owner.isNumber()
                || owner.isString() && table.primaryKey().contains(owner.asString());
    }

    private @Nullable Reader<Object> condition(RuleNode node, ValueCompiler values) {
        JsonNode when = node.body().path("when");
        if (when.isMissingNode()) {
            return null;
        }
        return values.expression(node.place() + ".when", when, SimpleType.BOOL, Map.of())
                .reader();
    }

    private boolean keepsDeleted(RuleNode node) {
        JsonNode onDelete = node.body().path("on_delete");
        if (onDelete.isMissingNode()) {
            return false;
        }
        String word = onDelete.asString("");
        if (!ON_DELETE.contains(word)) {
            faults.add(
                    node.place() + ".on_delete",
                    "expected keep or remove, found " + onDelete,
                    Nearest.remedy(
                            word, ON_DELETE, "Write `keep` when the source deletes rows only because they are old"));
        }
        return word.equals("keep");
    }
}
