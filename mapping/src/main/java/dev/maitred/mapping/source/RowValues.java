package dev.maitred.mapping.source;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.rule.UnmappableException;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads mapped columns from a result set, as the Java types of {@link dev.maitred.mapping.catalogue.ColumnType}. */
public final class RowValues {

    private RowValues() {}

    /**
     * @param columns in the order in which the result set has them
     * @throws UnmappableException when a column holds what no rule can read
     */
    public static @Nullable Object[] read(ResultSet row, List<Column> columns) throws SQLException {
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(row, i + 1, columns.get(i));
        }
        return values;
    }

    private static @Nullable Object value(ResultSet row, int index, Column column) throws SQLException {
        return switch (column.type()) {
            case INTEGER -> whole(row, index);
            case DECIMAL -> decimal(row.getString(index), column);
            case FLOAT -> real(row.getObject(index));
            case BOOLEAN -> row.getObject(index, Boolean.class);
            case TEXT, JSON, OTHER -> row.getString(index);
            case CHAR -> unpadded(row.getString(index));
            case INTEGER_ARRAY, TEXT_ARRAY -> array(row.getArray(index), column);
            case INSTANT -> instant(row.getObject(index, OffsetDateTime.class));
            case LOCAL_DATE_TIME -> row.getObject(index, LocalDateTime.class);
            case DATE -> row.getObject(index, LocalDate.class);
            case TIME -> row.getObject(index, LocalTime.class);
        };
    }

    // The driver converts an int4 to a long only when it is asked so.
    private static @Nullable Long whole(ResultSet row, int index) throws SQLException {
        long value = row.getLong(index);
        return row.wasNull() ? null : (Long) value;
    }

    private static @Nullable BigDecimal decimal(@Nullable String text, Column column) {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" ->
                throw new UnmappableException("column " + column.name() + ": expected a number, found NaN or infinity");
            default -> plain(new BigDecimal(text));
        };
    }

    /** A number as it is, however many noughts its column writes after it: capture is not told how many. */
    public static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** A float4 is the number that its shortest text says, as everybody sees it: 0.1 and not 0.10000000149. */
    public static @Nullable Double real(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Float single -> Double.valueOf(single.toString());
            case Number number -> number.doubleValue();
            default -> Double.valueOf(value.toString());
        };
    }

    /** {@code char(n)} without what fills it up. */
    public static @Nullable String unpadded(@Nullable String text) {
        return text == null ? null : text.replaceFirst(" +$", "");
    }

    private static @Nullable List<@Nullable Object> array(@Nullable Array array, Column column) throws SQLException {
        return array == null ? null : elements(column, Arrays.asList((Object[]) array.getArray()));
    }

    /**
     * An array's elements as longs or texts.
     *
     * @throws UnmappableException when it has more than one dimension
     */
    public static List<@Nullable Object> elements(Column column, Collection<?> found) {
        List<@Nullable Object> elements = new ArrayList<>(found.size());
        for (Object each : found) {
            if (each instanceof Object[] || each instanceof Collection<?>) {
                throw new UnmappableException(
                        "column " + column.name() + ": expected an array of one dimension, found one of more");
            }
            elements.add(
                    each == null ? null : each instanceof Number number ? (Long) number.longValue() : each.toString());
        }
        return Collections.unmodifiableList(elements);
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        if (time == null) {
            return null;
        }
        if (time.equals(OffsetDateTime.MAX)) {
            return Instant.MAX;
        }
        return time.equals(OffsetDateTime.MIN) ? Instant.MIN : time.toInstant();
    }
}
