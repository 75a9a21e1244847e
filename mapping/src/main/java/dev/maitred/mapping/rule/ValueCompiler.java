package dev.maitred.mapping.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ForeignKey;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Faults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compiles what stands for a value in the file: a column, a look-up, a constant, an expression. */
final class ValueCompiler {

    private final Table table;
    private final Layouts layouts;
    private final Faults faults;
    private final Set<TableName> lookedUp = new HashSet<>();

    ValueCompiler(Table table, Layouts layouts, Faults faults) {
        this.table = table;
        this.layouts = layouts;
        this.faults = faults;
    }

    /** The tables that what was compiled asks. */
    Set<TableName> lookedUp() {
        return lookedUp;
    }

    /** @return null, with the fault noted, when the node does not compile */
    @Nullable
    Reader<Object> compile(String place, JsonNode node) {
        if (node.isString()) {
            return path(place, node.asString());
        }
        if (node.isObject() && node.size() == 1) {
            if (node.has("column") || node.has("lookup")) {
                JsonNode path = node.has("column") ? node.get("column") : node.get("lookup");
                return path(place, path.asString(""));
            }
            if (node.has("constant")) {
                Object constant = constant(node.get("constant"));
                return row -> constant;
            }
            if (node.has("expression")) {
                return expression(place, node.get("expression").asString(""), SimpleType.DYN);
            }
        }
        faults.add(
                place,
                "expected a column, or one of {column}, {lookup}, {constant}, {expression}; found " + node,
                "Write for instance `" + place.substring(place.lastIndexOf('.') + 1) + ": name_of_a_column`");
        return null;
    }

    @Nullable
    Reader<Object> expression(String place, String text, CelType result) {
        return Expressions.compile(text, result, table, layouts.of(table.name()), place, faults);
    }

    private static Object constant(JsonNode node) {
        if (node.isIntegralNumber()) {
            return node.longValue();
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.asString("");
    }

    private @Nullable Reader<Object> path(String place, String path) {
        String[] parts = path.split("\\.", -1);
        if (column(place, table, parts[0]).isEmpty()) {
            return null;
        }
        int first = layouts.of(table.name()).place(parts[0]);
        if (parts.length == 1) {
            return row -> row.values()[first];
        }
        List<LookUp.Step> steps = new ArrayList<>();
        Table child = table;
        for (int i = 1; i < parts.length; i++) {
            Optional<ForeignKey> key = child.foreignKey(parts[i - 1]);
            if (key.isEmpty()) {
                faults.add(
                        place,
                        "column " + parts[i - 1] + " of " + child.name().shortName()
                                + " is no foreign key of one column to a primary key, so " + path + " leads nowhere",
                        "Name a foreign key, or a column of the table itself");
                return null;
            }
            Table parent = layouts.table(key.get().parent());
            if (column(place, parent, parts[i]).isEmpty()) {
                return null;
            }
            lookedUp.add(parent.name());
            steps.add(new LookUp.Step(parent.name(), layouts.of(parent.name()).remember(parts[i])));
            child = parent;
        }
        return new LookUp(first, List.copyOf(steps));
    }

    private Optional<Column> column(String place, Table of, String name) {
        Optional<Column> column = of.column(name);
        if (column.isEmpty()) {
            faults.add(
                    place,
                    "table " + of.name().shortName() + " has no column \"" + name + "\"; it has "
                            + of.columns().stream().map(Column::name).toList(),
                    "Mend the name, or: ALTER TABLE " + of.name().quoted() + " ADD COLUMN ...");
        }
        return column;
    }
}
