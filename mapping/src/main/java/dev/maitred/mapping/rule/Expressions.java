package dev.maitred.mapping.rule;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.Table;
import dev.maitred.mapping.language.Faults;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** CEL expressions over a row's columns. */
final class Expressions {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Expressions() {}

    /** @return null, with the fault noted, when the expression does not compile */
    static @Nullable Reader<Object> compile(
            String expression, CelType result, Table table, Layout layout, String place, Faults faults) {
        CelBuilder builder = CelFactory.standardCelBuilder().setResultType(result);
        Map<String, Integer> columns = new LinkedHashMap<>();
        var words = IDENTIFIER.matcher(expression);
        while (words.find()) {
            table.column(words.group()).ifPresent(column -> {
                if (columns.putIfAbsent(column.name(), layout.place(column.name())) == null) {
                    builder.addVar(column.name(), type(column));
                }
            });
        }
        try {
            Cel cel = builder.build();
            return program(expression, cel.createProgram(cel.compile(expression).getAst()), columns);
        } catch (CelValidationException | CelEvaluationException e) {
            faults.add(
                    place,
                    "the expression `" + expression + "` does not compile: " + e.getMessage(),
                    "Mend the expression");
            return null;
        }
    }

    private static Reader<Object> program(String expression, CelRuntime.Program program, Map<String, Integer> columns) {
        return row -> {
            Map<String, @Nullable Object> variables = HashMap.newHashMap(columns.size());
            columns.forEach((name, place) -> variables.put(name, celValue(row.values()[place])));
            try {
                Object value = program.eval(variables);
                return value instanceof com.google.protobuf.NullValue
                                || value instanceof dev.cel.common.values.NullValue
                        ? null
                        : value;
            } catch (CelEvaluationException e) {
                throw new UnmappableException("the expression `" + expression + "` failed: " + e.getMessage());
            }
        };
    }

    private static Object celValue(@Nullable Object value) {
        return switch (value) {
            case null -> dev.cel.common.values.NullValue.NULL_VALUE;
            case BigDecimal decimal -> decimal.doubleValue();
            case java.time.LocalDate date -> date.toString();
            case java.time.LocalTime time -> time.toString();
            case Instant instant -> within(instant);
            case java.time.LocalDateTime time -> within(time.toInstant(java.time.ZoneOffset.UTC));
            default -> value;
        };
    }

    /** CEL knows the years 1 to 9999; what is beyond, infinity too, is the last or first instant of them. */
    private static Instant within(Instant instant) {
        return instant.isAfter(LAST) ? LAST : instant.isBefore(FIRST) ? FIRST : instant;
    }

    private static CelType type(Column column) {
        CelType type = switch (column.type()) {
            case INTEGER -> SimpleType.INT;
            case DECIMAL, FLOAT -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case INSTANT, LOCAL_DATE_TIME -> SimpleType.TIMESTAMP;
            case TEXT, DATE, TIME -> SimpleType.STRING;
            case OTHER -> SimpleType.DYN;
        };
        return column.nullable() && column.type() != ColumnType.OTHER ? NullableType.create(type) : type;
    }
}
