package dev.maitred.mapping.rule;

import dev.maitred.contract.Money;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fields of one entity in the file, each compiled to a reader of the type that the contract wants. */
final class Fields {

    private static final RowContext NO_ROW = new RowContext(new Object[0], (table, key) -> null);

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
        return required(field, Wanted.TEXT, Readings::text);
    }

    Reader<String> text(String field, String otherwise) {
        return optional(field, Wanted.TEXT, Readings::text, otherwise);
    }

    /** An IANA time zone. */
    Reader<String> zone(String field, String otherwise) {
        return optional(field, Wanted.TEXT, Readings::zone, otherwise);
    }

    Reader<Long> number(String field, @Nullable Long otherwise) {
        return optional(field, Wanted.NUMBER, Readings::whole, otherwise);
    }

    Reader<Integer> smallNumber(String field, int otherwise) {
        return optional(field, Wanted.NUMBER, Readings::small, otherwise);
    }

    Reader<Boolean> truth(String field, boolean otherwise) {
        return optional(field, Wanted.TRUTH, Readings::truth, otherwise);
    }

    Reader<Long> instant(String field) {
        return required(field, Wanted.INSTANT, Readings::micros);
    }

    Reader<Long> instant(String field, long otherwise) {
        return optional(field, Wanted.INSTANT, Readings::micros, otherwise);
    }

    /** Days since 1970-01-01; null where the row has none. */
    Reader<Long> day(String field) {
        return optional(field, Wanted.DATE, Readings::epochDay, null);
    }

    /** Minutes after midnight: a time of day, a whole number of hours, text like 06:00, or {@code {minutes: ...}}. */
    Reader<Integer> minuteOfDay(String field, @Nullable Integer otherwise) {
        asked.add(field);
        JsonNode node = body.path(field);
        if (node.size() == 1 && node.has("minutes")) {
            Reader<Long> minutes = compiled(field + ".minutes", node.get("minutes"), Wanted.NUMBER, Readings::whole);
            return row -> {
                Long read = minutes.read(row);
                return read == null ? otherwise : (Integer) Math.toIntExact(read);
            };
        }
        return optional(field, Wanted.TIME_OF_DAY, Readings::minuteOfDay, otherwise);
    }

    /** One id, a list of them each from a place of its own, or an array; nulls are left out. */
    Reader<List<String>> texts(String field) {
        asked.add(field);
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            return row -> List.of();
        }
        List<Reader<List<String>>> readers = new ArrayList<>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                readers.add(compiled(field + "[" + i + "]", node.get(i), Wanted.IDS, Readings::texts));
            }
        } else {
            readers.add(compiled(field, node, Wanted.IDS, Readings::texts));
        }
        return row -> {
            List<String> all = new ArrayList<>();
            for (Reader<List<String>> reader : readers) {
                List<String> some = reader.read(row);
                if (some != null) {
                    all.addAll(some);
                }
            }
            return all;
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
        Reader<Object> amount =
                compiled(amountField, node.get(major ? "major" : "minor"), Wanted.NUMBER, (any, value) -> value);
        String currencyField = field + ".currency";
        Reader<String> currency = compiled(currencyField, node.get("currency"), Wanted.TEXT, Readings::currency);
        return row -> {
            Object read = amount.read(row);
            return read == null
                    ? null
                    : Readings.money(amountField, major, read, Readings.present(currencyField, currency.read(row)));
        };
    }

    /** Named numbers: {@code measures: {solved: solved, seconds: {expression: ...}}}. */
    Map<String, Reader<Double>> measures(String field) {
        return named(field, (name, node) -> compiled(name, node, Wanted.MEASURE, Readings::measure));
    }

    private <T> Map<String, Reader<T>> named(String field, BiFunction<String, JsonNode, Reader<T>> compile) {
        asked.add(field);
        Map<String, Reader<T>> named = new LinkedHashMap<>();
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            return named;
        }
        if (!node.isObject() || node.isEmpty()) {
            faults.add(
                    place + "." + field,
                    "expected names and what each one is, found " + node,
                    "Write for instance `" + field + ": { a_name: a_column }`");
        }
        node.properties()
                .forEach(each -> named.put(each.getKey(), compile.apply(field + "." + each.getKey(), each.getValue())));
        return named;
    }

    /** Named values as JSON: a json column as what it holds, not as text. */
    Map<String, Reader<JsonNode>> values(String field) {
        if (!has(field)) {
            faults.add(
                    place,
                    "the field `" + field + "` is required and missing",
                    "Add it, as in `" + field + ": { a_name: a_column }`");
        }
        return named(field, (name, node) -> {
            Value value = values.compile(place + "." + name, node);
            Wanted.ANYTHING.check(place + "." + name, value, faults);
            boolean json = value.type() == ColumnType.JSON;
            return row -> {
                Object read = value.reader().read(row);
                return read == null
                        ? null
                        : json ? JsonPath.JSON.readTree(read.toString()) : Documents.json(name, read);
            };
        });
    }

    /** A value list, a constant, or an expression that says the word itself; null where the row says nothing. */
    <E extends Enum<E>> Reader<E> oneOf(String field, Class<E> type, @Nullable E otherwise) {
        asked.add(field);
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            if (otherwise == null) {
                missing(field);
            }
            return row -> otherwise;
        }
        return ValueLists.compile(place + "." + field, node, type, values, faults);
    }

    boolean isValueList(String field) {
        JsonNode node = body.path(field);
        return node.has("values") || node.path("constant").isString();
    }

    /** That at least one of two fields must be there. */
    void eitherOf(String one, String other) {
        if (!body.has(one) && !body.has(other)) {
            faults.add(
                    place,
                    "expected `" + one + "` or `" + other + "`, found neither",
                    "Add the one that the table has");
        }
    }

    /** What an object in place of a value says under a name of its own: {@code grid: {minutes: 15}}. */
    <T> Reader<T> part(String field, String part, Wanted wanted, Readings.Reading<T> reading, T otherwise) {
        asked.add(field);
        JsonNode node = body.path(field);
        if (node.isMissingNode()) {
            return row -> otherwise;
        }
        if (!node.isObject() || node.size() != 1 || !node.has(part)) {
            faults.add(
                    place + "." + field,
                    "expected {" + part + ": ...}, found " + node,
                    "Write for instance `" + field + ": { " + part + ": 15 }`");
            return row -> otherwise;
        }
        Reader<T> reader = compiled(field + "." + part, node.get(part), wanted, reading);
        return row -> {
            T read = reader.read(row);
            return read == null ? otherwise : read;
        };
    }

    /** Notes every field of the file that no entity asked for. */
    void checkNoOthers(String... alsoKnown) {
        Set<String> known = new TreeSet<>(asked);
        known.addAll(List.of(alsoKnown));
        body.propertyNames().forEach(name -> {
            if (!known.contains(name)) {
                Set<String> free = new HashSet<>(known);
                free.removeIf(body::has);
                faults.add(
                        place + "." + name,
                        "unknown field; expected one of " + known,
                        Nearest.remedy(name, free, "Remove it or mend its name"));
            }
        });
    }

    private <T> Reader<T> required(String field, Wanted wanted, Readings.Reading<T> reading) {
        asked.add(field);
        if (!body.has(field)) {
            missing(field);
            return row -> null;
        }
        Reader<T> reader = compiled(field, body.get(field), wanted, reading);
        return row -> Readings.present(field, reader.read(row));
    }

    private <T> Reader<T> optional(String field, Wanted wanted, Readings.Reading<T> reading, @Nullable T otherwise) {
        asked.add(field);
        if (!body.has(field)) {
            return row -> otherwise;
        }
        Reader<T> reader = compiled(field, body.get(field), wanted, reading);
        return row -> {
            T read = reader.read(row);
            return read == null ? otherwise : read;
        };
    }

    private <T> Reader<T> compiled(String field, JsonNode node, Wanted wanted, Readings.Reading<T> reading) {
        Value value = values.compile(place + "." + field, node);
        wanted.check(place + "." + field, value, faults);
        Reader<T> reader = row -> {
            Object read = value.reader().read(row);
            return read == null ? null : reading.of(field, read);
        };
        if (value.constant()) {
            try {
                reader.read(NO_ROW);
            } catch (UnmappableException e) {
                String problem = String.valueOf(e.getMessage());
                faults.add(
                        place + "." + field,
                        problem.startsWith(field + ": ") ? problem.substring(field.length() + 2) : problem,
                        "Mend the constant");
            }
        }
        return reader;
    }

    private void missing(String field) {
        faults.add(
                place,
                "the field `" + field + "` is required and missing",
                "Add it, as in `" + field + ": name_of_a_column`");
    }
}
