package dev.maitred.ingest.capture;

import dev.maitred.contract.Micros;
import dev.maitred.ingest.memory.OutOfLine;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.rule.UnmappableException;
import dev.maitred.mapping.source.RowValues;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/** From Debezium's values to the one Java type that each kind of column travels in. */
final class ColumnValues {

    /** What stands for a column stored out of line that an update did not touch: nobody can have written it. */
    static final String UNAVAILABLE = "not sent " + UUID.randomUUID();

    private static final long MICROS_PER_DAY = 24L * 60 * 60 * 1_000_000;

    /** The driver's milliseconds for an infinite time, which arrive as if they were microseconds. */
    private static final long INFINITY = PGStatement.DATE_POSITIVE_INFINITY;

    private static final long MINUS_INFINITY = PGStatement.DATE_NEGATIVE_INFINITY;

    /** Where PostgreSQL's calendar begins, and the last year that 64 bits of microseconds hold whole: what is beyond overflowed. */
    private static final long EARLIEST = Micros.of(Instant.parse("-4713-11-24T00:00:00Z"));

    private static final long END = Micros.of(Instant.parse("+294247-01-01T00:00:00Z"));

    private ColumnValues() {}

    /**
     * @return {@link OutOfLine#NOT_SENT} when an update left it out
     * @throws UnmappableException when the value is of no type that this column can have
     */
    static @Nullable Object read(Column column, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (UNAVAILABLE.equals(value)) {
            return OutOfLine.NOT_SENT;
        }
        try {
            return valueOf(column, value);
        } catch (DateTimeException | ArithmeticException e) {
            throw new UnmappableException("column " + column.name() + ": a "
                    + column.type().word() + " beyond what can be told, by "
                    + e.getClass().getSimpleName());
        }
    }

    private static Object valueOf(Column column, Object value) {
        return switch (column.type()) {
            case INTEGER -> ((Number) value).longValue();
            case DECIMAL -> RowValues.plain(decimal(column, value));
            case FLOAT -> Objects.requireNonNull(RowValues.real(value));
            case BOOLEAN -> (Boolean) value;
            case TEXT, JSON, OTHER -> value.toString();
            case CHAR -> Objects.requireNonNull(RowValues.unpadded(value.toString()));
            case INTEGER_ARRAY, TEXT_ARRAY -> array(column, value);
            case INSTANT -> instant((String) value);
            case LOCAL_DATE_TIME -> local(column, (Long) value);
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIME -> time((Long) value);
        };
    }

    private static BigDecimal decimal(Column column, Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Struct variable ->
                new BigDecimal(new java.math.BigInteger(variable.getBytes("value")), variable.getInt32("scale"));
            case String text ->
                switch (text.toUpperCase(Locale.ROOT)) {
                    case "NAN", "INFINITY", "-INFINITY", "POSITIVE_INFINITY", "NEGATIVE_INFINITY" ->
                        throw noNumber(column);
                    default -> new BigDecimal(text);
                };
            default -> throw noNumber(column);
        };
    }

    private static UnmappableException noNumber(Column column) {
        return new UnmappableException("column " + column.name() + ": expected a number, found NaN or infinity");
    }

    private static Object array(Column column, Object value) {
        if (value instanceof Collection<?> elements) {
            if (elements.contains(UNAVAILABLE)) {
                return OutOfLine.NOT_SENT;
            }
            return RowValues.elements(column, elements);
        }
        throw new UnmappableException("column " + column.name() + ": expected an array, found another value");
    }

    private static Instant instant(String text) {
        return switch (text) {
            case "infinity" -> Instant.MAX;
            case "-infinity" -> Instant.MIN;
            default -> OffsetDateTime.parse(text).toInstant();
        };
    }

    private static LocalDateTime local(Column column, long micros) {
        if (micros == INFINITY) {
            return LocalDateTime.MAX;
        }
        if (micros == MINUS_INFINITY) {
            return LocalDateTime.MIN;
        }
        if (micros < EARLIEST || micros >= END) {
            throw new UnmappableException(
                    "column " + column.name() + ": a timestamp beyond what can be told in microseconds");
        }
        return LocalDateTime.ofInstant(Instant.EPOCH.plus(micros, ChronoUnit.MICROS), ZoneOffset.UTC);
    }

    private static LocalTime time(long micros) {
        return micros == MICROS_PER_DAY ? ColumnType.MIDNIGHT_AT_THE_END : LocalTime.ofNanoOfDay(micros * 1000);
    }
}
