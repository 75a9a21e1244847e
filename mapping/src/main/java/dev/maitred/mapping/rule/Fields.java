package dev.maitred.mapping.rule;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.language.Faults;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one entity in the file, each compiled to a reader of the type that the contract wants. */
final class Fields {

    static final int MINUTES_PER_DAY = 24 * 60;

    /** Characters. Names, ids and reasons are told again by every board: what is longer is none. */
    private static final int LONGEST_TEXT = 1_000;

    private final String place;
    private final JsonNode body;
    private final ValueCompiler values;
    private final Faults faults;
    private final Set<String> asked = new TreeSet<>();

    Fields(String place, JsonNode body, ValueCompiler values, Faults faults) {
        this.place = place;
        this.body = body;
        this.values = values;
        this.faults = faults;
    }

    boolean has(String field) {
        asked.add(field);
        return body.has(field);
    }

    Reader<String> text(String field) {
        Reader<Object> value = required(field);
        return row -> text(field, present(field, value.read(row)));
    }

    private static String text(String field, Object value) {
        String text = ColumnType.text(value);
        if (text.length() > LONGEST_TEXT) {
            throw new UnmappableException(
                    field + ": expected at most " + LONGEST_TEXT + " characters, found " + text.length());
        }
        return text;
    }

    Reader<String> text(String field, String otherwise) {
        Reader<Object> value = optional(field);
        return row -> {
            Object read = value.read(row);
            return read == null ? otherwise : text(field, read);
        };
    }

    /** One value or a list of them; nulls are left out. */
    Reader<List<String>> texts(String field) {
        asked.add(field);
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            return row -> List.of();
        }
        List<Reader<Object>> readers = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                readers.add(compiled(field + "[" + i + "]", node.get(i)));
            }
        } else {
            readers.add(compiled(field, node));
        }
        return row -> readers.stream()
                .map(reader -> reader.read(row))
                .filter(Objects::nonNull)
                .map(value -> text(field, value))
                .toList();
    }

    Reader<Long> number(String field) {
        Reader<Object> value = required(field);
        return row -> whole(field, present(field, value.read(row)));
    }

    Reader<Long> number(String field, @Nullable Long otherwise) {
        Reader<Object> value = optional(field);
        return row -> {
            Object read = value.read(row);
            return read == null ? otherwise : (Long) whole(field, read);
        };
    }

    Reader<Boolean> truth(String field, boolean otherwise) {
        Reader<Object> value = optional(field);
        return row -> {
            Object read = value.read(row);
            if (read == null) {
                return otherwise;
            }
            if (read instanceof Boolean truth) {
                return truth;
            }
            throw new UnmappableException(field + ": expected true or false, found " + kind(read));
        };
    }

    Reader<Long> instant(String field) {
        Reader<Object> value = required(field);
        return row -> micros(field, present(field, value.read(row)));
    }

    Reader<Long> instant(String field, long otherwise) {
        Reader<Object> value = optional(field);
        return row -> {
            Object read = value.read(row);
            return read == null ? otherwise : micros(field, read);
        };
    }

    /** Minutes after midnight: a time of day, a whole number of hours, or text like 06:00. */
    Reader<Integer> minuteOfDay(String field, int otherwise) {
        Reader<Object> value = optional(field);
        return row -> switch (value.read(row)) {
            case null -> otherwise;
            case LocalTime time ->
                time.equals(ColumnType.MIDNIGHT_AT_THE_END) ? MINUTES_PER_DAY : time.toSecondOfDay() / 60;
            case Long hours -> Math.toIntExact(hours * 60);
            case String text -> {
                try {
                    yield LocalTime.parse(text).toSecondOfDay() / 60;
                } catch (java.time.DateTimeException e) {
                    throw new UnmappableException(field + ": expected a time of day like 06:00, found other text");
                }
            }
            case Object other ->
                throw new UnmappableException(field + ": expected a time of day or hours, found " + kind(other));
        };
    }

    /** An amount: {@code {minor: column, currency: column}}; or {@code {major: column, ...}} for a decimal amount. */
    Reader<Money> money(String field) {
        asked.add(field);
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            return row -> null;
        }
        boolean major = node.has("major");
        if (!node.isObject() || node.size() != 2 || !node.has("currency") || !(major || node.has("minor"))) {
            faults.add(
                    place + "." + field,
                    "expected {minor: ..., currency: ...} or {major: ..., currency: ...}, found " + node,
                    "Name the column of the amount and the currency, as in {minor: amount_minor, currency: {constant: EUR}}");
            return row -> null;
        }
        String amountField = field + (major ? ".major" : ".minor");
        Reader<Object> amount = compiled(amountField, node.get(major ? "major" : "minor"));
        Reader<Object> currency = compiled(field + ".currency", node.get("currency"));
        return row -> {
            Object read = amount.read(row);
            if (read == null) {
                return null;
            }
            String code = ColumnType.text(present(field + ".currency", currency.read(row)))
                    .trim();
            return money(amountField, major ? minor(amountField, read, code) : whole(amountField, read), code);
        };
    }

    private static Money money(String field, long minor, String currency) {
        if (Math.abs(minor) > Money.LARGEST_MINOR || minor == Long.MIN_VALUE) {
            throw new UnmappableException(field + ": expected an amount of at most " + Money.LARGEST_MINOR
                    + " minor units, found a larger one");
        }
        return new Money(minor, currency);
    }

    /** A value list: {@code {column: status, values: {confirmed: [BOOKED], ...}}}, or a constant. */
    <E extends Enum<E>> Reader<E> oneOf(String field, Class<E> type, @Nullable E otherwise) {
        asked.add(field);
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            if (otherwise == null) {
                missing(field);
            }
            return row -> otherwise;
        }
        if (node.isObject() && node.has("constant")) {
            E constant = constant(field, type, node.get("constant").asString(""));
            return row -> constant;
        }
        if (!node.isObject() || !node.path("values").isObject() || node.size() != 2) {
            faults.add(
                    place + "." + field,
                    "expected {constant: ...} or {column: ..., values: {...}}, found " + node,
                    "List which of the column's values mean which of " + words(type));
            return row -> null;
        }
        Map<String, E> byValue = new HashMap<>();
        node.get("values").properties().forEach(entry -> {
            E meaning = constant(field + ".values", type, entry.getKey());
            JsonNode values = entry.getValue();
            for (JsonNode value : values.isArray() ? values : List.of(values)) {
                if (meaning != null && byValue.put(value.asString(""), meaning) != null) {
                    faults.add(place + "." + field, "the value " + value + " is listed twice", "Leave it once");
                }
            }
        });
        String key = node.has("expression") ? "expression" : node.has("lookup") ? "lookup" : "column";
        Reader<Object> value = compiled(
                field,
                tools.jackson.databind.node.JsonNodeFactory.instance
                        .objectNode()
                        .set(key, node.path(key)));
        return row -> {
            String read = ColumnType.text(present(field, value.read(row)));
            E meaning = byValue.get(read);
            if (meaning == null) {
                throw new UnmappableException(field + ": the mapping lists " + new TreeSet<>(byValue.keySet())
                        + ", found \"" + read + "\": list it under " + place + "." + field + ".values");
            }
            return meaning;
        };
    }

    /** Notes every field of the file that no entity asked for. */
    void checkNoOthers(String... alsoKnown) {
        Set<String> known = new HashSet<>(asked);
        known.addAll(List.of(alsoKnown));
        body.propertyNames().forEach(name -> {
            if (!known.contains(name)) {
                faults.add(
                        place + "." + name,
                        "unknown field; expected one of " + new TreeSet<>(known),
                        "Remove it or mend its name");
            }
        });
    }

    private <E extends Enum<E>> @Nullable E constant(String field, Class<E> type, String word) {
        for (E each : type.getEnumConstants()) {
            if (word(each).equals(word)) {
                return each;
            }
        }
        faults.add(
                place + "." + field,
                "expected one of " + words(type) + ", found \"" + word + "\"",
                "Use one of these words");
        return null;
    }

    private static String word(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> List<String> words(Class<E> type) {
        return java.util.Arrays.stream(type.getEnumConstants())
                .map(Fields::word)
                .toList();
    }

    private Reader<Object> required(String field) {
        asked.add(field);
        if (!body.has(field)) {
            missing(field);
            return row -> null;
        }
        return compiled(field, body.get(field));
    }

    private Reader<Object> optional(String field) {
        asked.add(field);
        return body.has(field) ? compiled(field, body.get(field)) : row -> null;
    }

    private Reader<Object> compiled(String field, JsonNode node) {
        Reader<Object> reader = values.compile(place + "." + field, node);
        return reader == null ? row -> null : reader;
    }

    private void missing(String field) {
        faults.add(place, "the field `" + field + "` is required and missing", "Add it");
    }

    private static Object present(String field, @Nullable Object value) {
        if (value == null) {
            throw new UnmappableException(field + ": expected a value, found null");
        }
        return value;
    }

    private static long whole(String field, Object value) {
        return switch (value) {
            case Long number -> number;
            case BigDecimal number when number.stripTrailingZeros().scale() <= 0 -> number.longValueExact();
            default -> throw new UnmappableException(field + ": expected a whole number, found " + kind(value));
        };
    }

    private static long minor(String field, Object value, String currency) {
        BigDecimal amount = switch (value) {
            case BigDecimal decimal -> decimal;
            case Long number -> BigDecimal.valueOf(number);
            default -> throw new UnmappableException(field + ": expected a decimal amount, found " + kind(value));
        };
        try {
            int digits = Currency.getInstance(currency).getDefaultFractionDigits();
            return amount.movePointRight(digits).longValueExact();
        } catch (IllegalArgumentException e) {
            throw new UnmappableException(field + ": \"" + currency + "\" is no ISO 4217 currency");
        } catch (ArithmeticException e) {
            throw new UnmappableException(field + ": the amount is finer than the currency's minor unit");
        }
    }

    private static long micros(String field, Object value) {
        return switch (value) {
            case Instant instant -> Micros.of(instant);
            case LocalDateTime local when local.equals(LocalDateTime.MAX) -> Micros.NEVER;
            case LocalDateTime local when local.equals(LocalDateTime.MIN) -> Micros.UNKNOWN;
            case LocalDateTime local -> Micros.of(local.toInstant(ZoneOffset.UTC));
            // The capture engine's integer of days cannot tell infinity from a date that overflowed.
            case LocalDate date
            when date.getYear() < 1 || date.getYear() > 9999 ->
                throw new UnmappableException(
                        field + ": expected a date of the years 1 to 9999, found another or infinity");
            case LocalDate date -> Micros.of(date.atStartOfDay(ZoneOffset.UTC).toInstant());
            default -> throw new UnmappableException(field + ": expected a point in time, found " + kind(value));
        };
    }

    /** Never the value itself: it may be personal. */
    private static String kind(Object value) {
        return "a " + value.getClass().getSimpleName();
    }
}
