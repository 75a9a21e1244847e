package dev.maitred.mapping.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Faults;
import dev.maitred.mapping.language.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compiles what stands for a value in the file: a column, a look-up, a constant, an expression and what is made of these. */
final class ValueCompiler {

    /** The forms, by the word that each begins with, and the words that may stand beside it. */
    private static final Map<String, Set<String>> FORMS = new LinkedHashMap<>();

    static {
        FORMS.put("column", Set.of("path"));
        FORMS.put("lookup", Set.of("in", "by", "path"));
        FORMS.put("constant", Set.of());
        FORMS.put("expression", Set.of("with"));
        FORMS.put("hash", Set.of());
        FORMS.put("local", Set.of("zone", "minutes"));
        FORMS.put("date", Set.of("time", "zone", "minutes"));
    }

    private final Paths paths;
    private final Expressions expressions;
    private final @Nullable Hashing hashing;
    private final Faults faults;

    ValueCompiler(Table table, Layouts layouts, @Nullable Hashing hashing, Faults faults) {
        this.paths = new Paths(table, layouts, faults);
        this.expressions = new Expressions(table, paths, faults);
        this.hashing = hashing;
        this.faults = faults;
    }

    /** The tables that what was compiled asks. */
    Set<TableName> lookedUp() {
        return paths.lookedUp();
    }

    /** What does not compile is noted and reads as null. */
    Value compile(String place, JsonNode node) {
        if (node.isString()) {
            return paths.compile(place, node.asString());
        }
        if (node.isNumber() || node.isBoolean()) {
            return Value.constant(scalar(node));
        }
        if (node.isArray() && !node.isEmpty()) {
            return joined(place, node);
        }
        for (String form : FORMS.keySet()) {
            if (node.has(form)) {
                return fits(place, form, node) ? form(place, form, node) : Value.NONE;
            }
        }
        faults.add(
                place,
                "expected a column, or one of "
                        + FORMS.keySet().stream().map(each -> "{" + each + "}").toList() + "; found " + node,
                "Write for instance `" + place.substring(place.lastIndexOf('.') + 1) + ": name_of_a_column`");
        return Value.NONE;
    }

    private boolean fits(String place, String form, JsonNode node) {
        Set<String> beside = FORMS.getOrDefault(form, Set.of());
        boolean fits = true;
        for (String name : node.propertyNames()) {
            if (!name.equals(form) && !beside.contains(name)) {
                faults.add(
                        place + "." + name,
                        "unknown word beside `" + form + "`; expected "
                                + (beside.isEmpty() ? "none" : "one of " + sorted(beside)),
                        Nearest.remedy(name, beside, "Remove it"));
                fits = false;
            }
        }
        return fits;
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private Value form(String place, String form, JsonNode node) {
        return switch (form) {
            case "column", "lookup" -> path(place, lookUp(place, form, node), node);
            case "constant" -> constant(place, node.get("constant"));
            case "expression" ->
                expression(place, node.get("expression"), SimpleType.DYN, with(place, node.path("with")));
            case "hash" -> hash(place, node.get("hash"));
            default -> local(place, form, node);
        };
    }

    /** The value of an expression; with the fault noted when it is none. */
    Value expression(String place, JsonNode expression, CelType result, Map<String, Value> with) {
        if (!expression.isString() || expression.asString("").isBlank()) {
            faults.add(
                    place,
                    "expected a CEL expression as text, found " + expression,
                    "Write for instance 'status != \"CANCELLED\"'");
            return Value.NONE;
        }
        return expressions.compile(place, expression.asString(""), result, with);
    }

    private Map<String, Value> with(String place, JsonNode node) {
        Map<String, Value> with = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> with.put(each.getKey(), compile(place + ".with." + each.getKey(), each.getValue())));
        return with;
    }

    private Value lookUp(String place, String form, JsonNode node) {
        JsonNode name = node.get(form);
        if (!name.isString()) {
            faults.add(place, "expected the name of a column, found " + name, "Write it as text");
            return Value.NONE;
        }
        if (!node.has("in") && !node.has("by")) {
            return paths.compile(place, name.asString());
        }
        Map<String, String> by = new LinkedHashMap<>();
        node.path("by")
                .properties()
                .forEach(each -> by.put(each.getKey(), each.getValue().asString("")));
        if (!node.path("in").isString() || by.isEmpty()) {
            faults.add(
                    place,
                    "expected a table after `in` and its key after `by`, found " + node,
                    "Write for instance {lookup: club_id, in: events, by: {id: event_id}}");
            return Value.NONE;
        }
        return paths.lookUpBy(
                place, name.asString(), TableName.parse(node.get("in").asString()), by);
    }

    private Value path(String place, Value json, JsonNode node) {
        if (!node.has("path")) {
            return json;
        }
        JsonNode parts = node.get("path");
        List<String> path = new ArrayList<>();
        parts.forEach(part -> path.add(part.asString("")));
        if (!parts.isArray() || path.isEmpty() || path.contains("")) {
            faults.add(place + ".path", "expected names as in [guest, seats], found " + parts, "Write them as a list");
            return Value.NONE;
        }
        if (json.type() != null && json.type() != ColumnType.JSON) {
            faults.add(
                    place + ".path",
                    "expected a json or jsonb column, found "
                            + (json.column() == null ? "none" : json.column().typeName()),
                    "Remove `path`, or name another column");
            return Value.NONE;
        }
        return Value.made(
                null, new JsonPath(place.substring(place.lastIndexOf('.') + 1), json.reader(), List.copyOf(path)));
    }

    /** Columns that make one id, joined as primary keys of several columns are; null when one of them is. */
    private Value joined(String place, JsonNode node) {
        List<Reader<Object>> parts = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            parts.add(compile(place + "[" + i + "]", node.get(i)).reader());
        }
        return Value.made(ColumnType.TEXT, row -> {
            @Nullable Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).read(row);
            }
            return LookUp.key(
                    values,
                    java.util.stream.IntStream.range(0, values.length).boxed().toList());
        });
    }

    private Value hash(String place, JsonNode node) {
        Value id = compile(place + ".hash", node);
        Hashing with = hashing;
        if (with == null) {
            faults.add(
                    place,
                    "`hash` needs a secret salt, found none",
                    "Give this source one, and never change it: with another salt every id is another");
            return Value.NONE;
        }
        return Value.made(ColumnType.TEXT, row -> {
            Object read = id.reader().read(row);
            return read == null ? null : with.hash(ColumnType.text(read));
        });
    }

    private Value local(String place, String form, JsonNode node) {
        if (!node.has("zone")) {
            faults.add(
                    place,
                    "a time on the wall needs the `zone` of that wall, found " + node,
                    "Add for instance `zone: venue_id.time_zone` or `zone: {constant: Europe/Berlin}`");
            return Value.NONE;
        }
        Value day = compile(place + "." + form, node.get(form));
        Wanted wanted = form.equals("local") ? Wanted.WALL_TIME : Wanted.DATE;
        wanted.check(place + "." + form, day, faults);
        Reader<Object> time = node.has("time") ? checked(place + ".time", node.get("time"), Wanted.TIME_OF_DAY) : null;
        Reader<Object> minutes =
                node.has("minutes") ? checked(place + ".minutes", node.get("minutes"), Wanted.NUMBER) : null;
        Reader<Object> zone = checked(place + ".zone", node.get("zone"), Wanted.TEXT);
        return Value.made(
                ColumnType.INSTANT,
                new LocalTimes(place.substring(place.lastIndexOf('.') + 1), day.reader(), time, zone, minutes));
    }

    private Reader<Object> checked(String place, JsonNode node, Wanted wanted) {
        Value value = compile(place, node);
        wanted.check(place, value, faults);
        return value.reader();
    }

    private Value constant(String place, JsonNode node) {
        if (node.isContainer() || node.isNull()) {
            faults.add(place, "expected a constant, found " + node, "Write text, a number, true or false");
            return Value.NONE;
        }
        return Value.constant(scalar(node));
    }

    private static Object scalar(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isBoolean() ? (Object) node.booleanValue() : node.asString("");
    }
}
