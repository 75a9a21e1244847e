package dev.maitred.mapping.catalogue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The kinds of column that a mapping can read, each with the one Java type in which its values travel, whoever read them.
 *
 * <p>What is infinite is the type's {@code MAX} or {@code MIN}; the time of day 24:00 is {@link #MIDNIGHT_AT_THE_END}.
 */
public enum ColumnType {
    /** {@link Long}. */
    INTEGER,
    /** {@link BigDecimal} without noughts at its end; a row with NaN or infinity is put aside. */
    DECIMAL,
    /** {@link Double}, as the shortest text of the column's own precision says it; NaN and infinity too. */
    FLOAT,
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link String}; also uuid, enum, network addresses. */
    TEXT,
    /** {@link String}: {@code char(n)}, without the blanks that PostgreSQL fills it up with. */
    CHAR,
    /** {@link String}: json and jsonb, as PostgreSQL writes it. */
    JSON,
    /** {@code List<Long>} of one dimension; an element may be null. */
    INTEGER_ARRAY,
    /** {@code List<String>} of one dimension, also of uuids; an element may be null. */
    TEXT_ARRAY,
    /** {@link Instant}, in microseconds. */
    INSTANT,
    /** {@link LocalDateTime}, in microseconds: a timestamp that does not say its zone. */
    LOCAL_DATE_TIME,
    /** {@link LocalDate}. */
    DATE,
    /** {@link LocalTime}. */
    TIME,
    /** A type that no rule can read. */
    OTHER;

    private static final JsonMapper ARRAYS = new JsonMapper();

    /** 24:00, as PostgreSQL's driver tells it: later than every time of day that a column can hold. */
    public static final LocalTime MIDNIGHT_AT_THE_END = LocalTime.MAX;

    /**
     * @param typeName as in {@code pg_type.typname}
     * @param category as in {@code pg_type.typcategory}
     */
    public static ColumnType of(String typeName, char category) {
        return switch (typeName) {
            case "int2", "int4", "int8", "oid" -> INTEGER;
            case "numeric" -> DECIMAL;
            case "float4", "float8" -> FLOAT;
            case "bool" -> BOOLEAN;
            case "text", "varchar", "char", "name", "uuid", "citext", "inet", "cidr", "macaddr" -> TEXT;
            case "bpchar" -> CHAR;
            case "json", "jsonb" -> JSON;
            case "_int2", "_int4", "_int8" -> INTEGER_ARRAY;
            case "_text", "_varchar", "_name", "_uuid", "_citext" -> TEXT_ARRAY;
            case "timestamptz" -> INSTANT;
            case "timestamp" -> LOCAL_DATE_TIME;
            case "date" -> DATE;
            case "time" -> TIME;
            default -> category == 'E' ? TEXT : OTHER;
        };
    }

    /** A value as text: what keys and references are made of. */
    public static String text(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.stripTrailingZeros().toPlainString();
            case List<?> list -> ARRAYS.writeValueAsString(list);
            default -> value.toString();
        };
    }

    /** Reads back what {@link #text(Object)} wrote. */
    public Object parse(String text) {
        return switch (this) {
            case INTEGER -> Long.valueOf(text);
            case DECIMAL -> new BigDecimal(text);
            case FLOAT -> Double.valueOf(text);
            case BOOLEAN -> Boolean.valueOf(text);
            case TEXT, CHAR, JSON, OTHER -> text;
            case INTEGER_ARRAY -> array(text, JsonNode::longValue);
            case TEXT_ARRAY -> array(text, JsonNode::stringValue);
            case INSTANT -> Instant.parse(text);
            case LOCAL_DATE_TIME -> LocalDateTime.parse(text);
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
        };
    }

    private static <T> List<@Nullable T> array(String text, Function<JsonNode, T> element) {
        List<@Nullable T> elements = new ArrayList<>();
        ARRAYS.readTree(text).forEach(each -> elements.add(each.isNull() ? null : element.apply(each)));
        return Collections.unmodifiableList(elements);
    }

    /** For messages to people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
