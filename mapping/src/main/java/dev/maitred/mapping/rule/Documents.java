package dev.maitred.mapping.rule;

import static java.util.Objects.requireNonNull;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Document;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Named values of one row as a JSON object, in the order of the file. */
final class Documents {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Documents() {}

    static Reader<Change> compile(Fields fields) {
        var subject = fields.text("subject");
        var name = fields.text("name");
        Map<String, Reader<JsonNode>> values = fields.values("values");
        return row -> {
            ObjectNode body = NODES.objectNode();
            values.forEach((key, reader) -> {
                JsonNode value = reader.read(row);
                body.set(key, value == null ? NODES.nullNode() : value);
            });
            return new Document(
                    requireNonNull(subject.read(row)),
                    requireNonNull(name.read(row)),
                    JsonPath.JSON.writeValueAsString(body));
        };
    }

    /** Instants as text like 2026-11-20T21:00:00Z, infinite ones as PostgreSQL writes them. */
    static JsonNode json(String field, Object value) {
        return switch (value) {
            case Long number -> NODES.numberNode(number);
            case BigDecimal number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case Double number -> NODES.numberNode(Readings.measure(field, number));
            case Instant instant -> time(Micros.of(instant), instant.toString());
            case LocalDateTime local when local.equals(LocalDateTime.MAX) -> time(Micros.NEVER, "");
            case LocalDateTime local when local.equals(LocalDateTime.MIN) -> time(Micros.UNKNOWN, "");
            case LocalDateTime local ->
                NODES.stringNode(local.toInstant(ZoneOffset.UTC).toString());
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode();
                list.forEach(each -> array.add(each == null ? NODES.nullNode() : json(field, each)));
                yield array;
            }
            default -> NODES.stringNode(value.toString());
        };
    }

    private static JsonNode time(long micros, String text) {
        return NODES.stringNode(micros == Micros.NEVER ? "infinity" : micros == Micros.UNKNOWN ? "-infinity" : text);
    }
}
