package dev.maitred.mapping.language;

import dev.maitred.mapping.catalogue.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The mapping file as written: which entities each table feeds.
 *
 * @param source the source's name, the first part of every venue, queue and subject key
 */
public record MappingFile(String source, List<RuleNode> rules) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,40}");
    private static final Set<String> TOP = Set.of("source", "tables");

    public MappingFile {
        rules = List.copyOf(rules);
    }

    /**
     * One entity that a table feeds.
     *
     * @param place where it stands in the file
     * @param entity as the file calls it: {@code occupant}, {@code queue_item}
     */
    public record RuleNode(String place, TableName table, String entity, JsonNode body) {

        /** Whether it hashes anything, so that what it makes depends on the source's salt. */
        public boolean hashes() {
            return hashes(body);
        }

        private static boolean hashes(JsonNode node) {
            return node.isObject() && node.has("hash") || node.valueStream().anyMatch(RuleNode::hashes);
        }
    }

    /** Whether any rule hashes anything. */
    public boolean hashes() {
        return rules.stream().anyMatch(RuleNode::hashes);
    }

    /** @throws MappingException when the text is no mapping, with all that is wrong with its shape */
    public static MappingFile parse(String yaml) {
        Faults faults = new Faults();
        MappingFile file = parse(yaml, faults);
        faults.throwIfAny();
        return file;
    }

    /** As far as its shape allows; what is wrong with it is noted. */
    public static MappingFile parse(String yaml, Faults faults) {
        JsonNode root = YamlText.read(yaml, faults);
        if (root == null) {
            return new MappingFile("", List.of());
        }
        if (!root.isObject()) {
            faults.add(
                    "mapping", "expected `source` and `tables`, found neither", "Write them as docs/mapping.md says");
            return new MappingFile("", List.of());
        }
        root.propertyNames().forEach(name -> {
            if (!TOP.contains(name)) {
                faults.add(
                        name,
                        "unknown key; expected one of " + TOP.stream().sorted().toList(),
                        Nearest.remedy(name, TOP, "Remove it"));
            }
        });
        String source = root.path("source").asString("");
        if (!NAME.matcher(source).matches()) {
            faults.add(
                    "source",
                    "expected a name of at most 41 lower-case letters, digits and hyphens that begins with a letter, found "
                            + (source.isEmpty() ? "none" : "\"" + source + "\""),
                    "Write for instance `source: nightclub`");
        }
        return new MappingFile(source, rules(root.path("tables"), faults));
    }

    private static List<RuleNode> rules(JsonNode tables, Faults faults) {
        List<RuleNode> rules = new ArrayList<>();
        if (!tables.isObject() || tables.isEmpty()) {
            faults.add("tables", "expected at least one table, found none", "Name the tables and what each one feeds");
            return rules;
        }
        tables.properties().forEach(entry -> {
            TableName table = TableName.parse(entry.getKey());
            String place = "tables." + entry.getKey();
            JsonNode body = entry.getValue();
            if (body.isArray()) {
                for (int i = 0; i < body.size(); i++) {
                    entities(place + "[" + i + "]", table, body.get(i), rules, faults);
                }
            } else {
                entities(place, table, body, rules, faults);
            }
        });
        return rules;
    }

    private static void entities(String place, TableName table, JsonNode body, List<RuleNode> rules, Faults faults) {
        if (!body.isObject() || body.isEmpty()) {
            faults.add(place, "expected an entity, as in `occupant: {...}`, found " + body, "Say what the table feeds");
            return;
        }
        body.properties()
                .forEach(entity -> rules.add(
                        new RuleNode(place + "." + entity.getKey(), table, entity.getKey(), entity.getValue())));
    }
}
