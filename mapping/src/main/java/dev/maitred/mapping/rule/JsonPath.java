package dev.maitred.mapping.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads one value out of a json or jsonb column.
 *
 * @param field for messages
 * @param path names of members, and places in arrays counted from 0
 */
record JsonPath(String field, Reader<Object> json, List<String> path) implements Reader<Object> {

    static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    @Override
    public @Nullable Object read(RowContext row) {
        Object text = json.read(row);
        if (text == null) {
            return null;
        }
        JsonNode node;
        try {
            node = JSON.readTree(text.toString());
        } catch (JacksonException e) {
            throw new UnmappableException(field + ": expected JSON, found other text", e);
        }
        for (String part : path) {
            node = node.isArray() && part.chars().allMatch(Character::isDigit)
                    ? node.path(Integer.parseInt(part))
                    : node.path(part);
        }
        return value(node);
    }

    private @Nullable Object value(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() && node.canConvertToLong() ? (Object) node.longValue() : node.decimalValue();
        }
        if (node.isArray()) {
            List<@Nullable Object> elements = new ArrayList<>();
            node.forEach(each -> elements.add(value(each)));
            return Collections.unmodifiableList(elements);
        }
        throw new UnmappableException(field + ": expected a value at " + path + ", found an object");
    }
}
