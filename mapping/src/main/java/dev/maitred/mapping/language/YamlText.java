package dev.maitred.mapping.language;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A YAML text as a tree, with the line on which each place of it stands: {@code tables.bookings.occupant.state}. */
final class YamlText {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** How deep a file may be nested, and how often it may refer to what it has said: beyond is no mapping. */
    private static final int DEEPEST = 20;

    private static final String TOO_DEEP = "it is nested deeper than " + DEEPEST + " levels";

    private final Faults faults;
    private final Map<String, Integer> lines = new HashMap<>();

    private YamlText(Faults faults) {
        this.faults = faults;
    }

    /** @return null, with the fault noted, when it is no YAML */
    static @Nullable JsonNode read(String yaml, Faults faults) {
        YamlText text = new YamlText(faults);
        faults.linesAre(text::line);
        try {
            LoadSettings settings =
                    LoadSettings.builder().setMaxAliasesForCollections(DEEPEST).build();
            return new Compose(settings)
                    .composeString(yaml)
                    .map(node -> text.node("", node, 0))
                    .orElse(NODES.nullNode());
        } catch (MarkedYamlEngineException e) {
            String where = e.getProblemMark()
                    .or(e::getContextMark)
                    .map(YamlText::position)
                    .orElse("mapping");
            faults.add(where, "this is not YAML: " + e.getProblem(), "Mend that line, or one just before it");
        } catch (StackOverflowError e) {
            faults.add("mapping", "this is not YAML: " + TOO_DEEP, "Mend it");
        } catch (YamlEngineException e) {
            faults.add("mapping", "this is not YAML: " + e.getMessage(), "Mend it");
        }
        return null;
    }

    private static String position(Mark mark) {
        return "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
    }

    /** Where a place stands; or the nearest one around it that the file has. */
    private OptionalInt line(String place) {
        for (String at = place; !at.isEmpty(); at = around(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return OptionalInt.of(line);
            }
        }
        return OptionalInt.empty();
    }

    private static String around(String place) {
        return place.substring(0, Math.max(0, Math.max(place.lastIndexOf('.'), place.lastIndexOf('['))));
    }

    private JsonNode node(String place, Node node, int depth) {
        if (depth > DEEPEST) {
            throw new YamlEngineException(TOO_DEEP);
        }
        node.getStartMark().ifPresent(mark -> lines.putIfAbsent(place, mark.getLine() + 1));
        return switch (node) {
            case MappingNode mapping -> object(place, mapping, depth);
            case SequenceNode sequence -> {
                ArrayNode array = NODES.arrayNode();
                for (Node each : sequence.getValue()) {
                    array.add(node(place + "[" + array.size() + "]", each, depth + 1));
                }
                yield array;
            }
            case ScalarNode scalar -> scalar(scalar);
            default -> throw new YamlEngineException("it holds a node of no kind that a mapping has");
        };
    }

    private ObjectNode object(String place, MappingNode mapping, int depth) {
        ObjectNode object = NODES.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar
                    ? scalar.getValue()
                    : tuple.getKeyNode().toString();
            String its = place.isEmpty() ? key : place + "." + key;
            int line = tuple.getKeyNode()
                    .getStartMark()
                    .map(mark -> mark.getLine() + 1)
                    .orElse(0);
            if (object.has(key)) {
                faults.add(
                        its,
                        "\"" + key + "\" stands here twice, on lines " + lines.get(its) + " and " + line,
                        "Leave one of them");
                continue;
            }
            lines.put(its, line);
            object.set(key, node(its, tuple.getValueNode(), depth + 1));
        }
        return object;
    }

    private static JsonNode scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(text));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return NODES.numberNode(Long.parseLong(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return NODES.numberNode(new java.math.BigDecimal(text));
            }
        } catch (NumberFormatException e) {
            // Hexadecimal, infinite or too large for a number: what it is for will say whether text does.
            return NODES.stringNode(text);
        }
        return NODES.stringNode(text);
    }
}
