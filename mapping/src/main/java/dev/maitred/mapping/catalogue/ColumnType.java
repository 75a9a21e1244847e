package dev.maitred.mapping.catalogue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;

/**
 * The kinds of column that a mapping can read, each with the one Java type in which its values travel, whoever read them.
 *
 * <p>What is infinite is the type's {@code MAX} or {@code MIN}; the time of day 24:00 is {@link #MIDNIGHT_AT_THE_END}.
 */
public enum ColumnType {
    /** {@link Long}. */
    INTEGER,
    /** {@link BigDecimal}; NaN does not map. */
    DECIMAL,
    /** {@link Double}. */
    FLOAT,
    /** {@link Boolean}. */
    BOOLEAN,
    /** {@link String}; also uuid, enum, json, jsonb, network addresses. */
    TEXT,
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
            case "text",
                    "varchar",
                    "bpchar",
                    "char",
                    "name",
                    "uuid",
                    "json",
                    "jsonb",
                    "citext",
                    "inet",
                    "cidr",
                    "macaddr" -> TEXT;
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
            case TEXT, OTHER -> text;
            case INSTANT -> Instant.parse(text);
            case LOCAL_DATE_TIME -> LocalDateTime.parse(text);
            case DATE -> LocalDate.parse(text);
            case TIME -> LocalTime.parse(text);
        };
    }

    /** For messages to people. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
