package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.Nearest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Which of a source's values mean which of the contract's words: {@code {column: status, values: {confirmed: [BOOKED], ...}}}. */
final class ValueLists {

    /** How null is written in a list, and told in messages. */
    private static final String NULL = "null";

    private ValueLists() {}

    static <E extends Enum<E>> Reader<E> compile(
            String place, JsonNode node, Class<E> type, ValueCompiler values, Faults faults) {
        String field = place.substring(place.lastIndexOf('.') + 1);
        if (node.isObject() && node.size() == 1 && node.has("constant")) {
            E constant = word(place, type, node.get("constant").asString(""), faults);
            return row -> constant;
        }
        if (node.isObject() && node.has("expression") && !node.has("values")) {
            return said(place, field, type, values.compile(place, node));
        }
        if (!node.isObject() || !node.path("values").isObject()) {
            faults.add(
                    place,
                    "expected {constant: ...} or {column: ..., values: {...}}, found " + node,
                    "List which of the column's values mean which of " + words(type));
            return row -> null;
        }
        ObjectNode source = ((ObjectNode) node).deepCopy();
        source.remove("values");
        Value value = values.compile(place, source);
        Wanted.STATE.check(place, value, faults);
        Map<String, E> meanings = meanings(place, node.get("values"), type, faults);
        Column column = value.column();
        if (column != null && !column.labels().isEmpty()) {
            checkLabels(place + ".values", node.get("values"), column, faults);
        }
        return listed(place, field, meanings, value.reader());
    }

    /** An expression that gives the contract's own words. */
    private static <E extends Enum<E>> Reader<E> said(String place, String field, Class<E> type, Value value) {
        return row -> {
            Object read = Readings.present(field, value.reader().read(row));
            for (E each : type.getEnumConstants()) {
                if (word(each).equals(read)) {
                    return each;
                }
            }
            throw new UnmappableException(field + ": expected one of " + words(type) + ", found \""
                    + ColumnType.text(read) + "\": mend the expression at " + place);
        };
    }

    private static <E extends Enum<E>> Reader<E> listed(
            String place, String field, Map<String, E> meanings, Reader<Object> value) {
        return row -> {
            Object read = value.read(row);
            String text = read == null ? NULL : ColumnType.text(read);
            E meaning = meanings.get(read == null ? "" : "=" + text);
            if (meaning == null) {
                throw new UnmappableException(field + ": the mapping lists "
                        + new TreeSet<>(meanings.keySet())
                                .stream()
                                        .map(each -> each.isEmpty() ? NULL : each.substring(1))
                                        .toList()
                        + ", found " + (read == null ? NULL : "\"" + text + "\"") + ": list it under " + place
                        + ".values");
            }
            return meaning;
        };
    }

    private static <E extends Enum<E>> Map<String, E> meanings(
            String place, JsonNode lists, Class<E> type, Faults faults) {
        Map<String, E> meanings = new HashMap<>();
        lists.properties().forEach(entry -> {
            E meaning = word(place + ".values", type, entry.getKey(), faults);
            JsonNode listed = entry.getValue();
            for (JsonNode value : listed.isArray() ? listed : List.of(listed)) {
                if (value.isContainer()) {
                    faults.add(
                            place + ".values." + entry.getKey(),
                            "expected a value, found " + value,
                            "Write text, a number, true, false or null");
                } else if (meaning != null && meanings.put(key(value), meaning) != null) {
                    faults.add(place + ".values", "the value " + value + " is listed twice", "Leave it once");
                }
            }
        });
        return meanings;
    }

    /**
     * An enum says which values there can be: a list that has others is misspelt, or ahead of a migration; labels that no list has are
     * rows put aside. Notes and no faults: a label that is renamed must not stop a source whose other rows are well.
     */
    private static void checkLabels(String place, JsonNode lists, Column column, Faults faults) {
        Set<String> unlisted = new LinkedHashSet<>(column.labels());
        lists.properties().forEach(entry -> {
            JsonNode listed = entry.getValue();
            for (int i = 0; i < (listed.isArray() ? listed.size() : 1); i++) {
                JsonNode value = listed.isArray() ? listed.get(i) : listed;
                if (value.isContainer() || value.isNull()) {
                    continue;
                }
                String label = value.asString("");
                unlisted.remove(label);
                if (!column.labels().contains(label)) {
                    faults.note(
                            place + "." + entry.getKey() + (listed.isArray() ? "[" + i + "]" : ""),
                            "\"" + label + "\" is no label of the enum " + column.typeName() + "; its labels are "
                                    + column.labels(),
                            Nearest.remedy(label, column.labels(), "Remove it or mend its name"));
                }
            }
        });
        if (!unlisted.isEmpty()) {
            faults.note(
                    place,
                    "the labels " + unlisted + " of the enum " + column.typeName()
                            + " are in no list: a row with one of them is put aside",
                    "List what they mean, unless `when` leaves such rows out");
        }
    }

    private static String key(JsonNode value) {
        return value.isNull() ? "" : "=" + value.asString("");
    }

    private static <E extends Enum<E>> @org.jspecify.annotations.Nullable E word(
            String place, Class<E> type, String word, Faults faults) {
        for (E each : type.getEnumConstants()) {
            if (word(each).equals(word)) {
                return each;
            }
        }
        faults.add(
                place,
                "expected one of " + words(type) + ", found \"" + word + "\"",
                Nearest.remedy(word, words(type), "Use one of these words"));
        return null;
    }

    private static String word(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        return Arrays.stream(type.getEnumConstants()).map(ValueLists::word).toList();
    }
}
