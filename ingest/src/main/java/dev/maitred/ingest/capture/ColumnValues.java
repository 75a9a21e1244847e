package dev.maitred.ingest.capture;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.rule.UnmappableException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** From Debezium's values to the one Java type that each kind of column travels in. */
final class ColumnValues {

    /** What stands for a column stored out of line that an update did not touch. */
    static final String UNAVAILABLE = "__debezium_unavailable_value";

    private ColumnValues() {}

    /** @throws UnmappableException when the value did not come, or is of no type that this column can have */
    static @Nullable Object read(Column column, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (UNAVAILABLE.equals(value)) {
            throw new UnmappableException(
                    "column " + column.name() + " is stored out of line and was not sent with this update");
        }
        return switch (column.type()) {
            case INTEGER -> ((Number) value).longValue();
            case DECIMAL -> decimal(column, value);
            case FLOAT -> ((Number) value).doubleValue();
            case BOOLEAN -> (Boolean) value;
            case TEXT, OTHER -> value.toString();
            case INSTANT -> instant((String) value);
            case LOCAL_DATE_TIME ->
                LocalDateTime.ofInstant(Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS), ZoneOffset.UTC);
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIME -> LocalTime.ofNanoOfDay((Long) value * 1000);
        };
    }

    private static BigDecimal decimal(Column column, Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case Struct variable ->
                new BigDecimal(new java.math.BigInteger(variable.getBytes("value")), variable.getInt32("scale"));
            default ->
                throw new UnmappableException(
                        "column " + column.name() + ": expected a number, found none (NaN or infinity?)");
        };
    }

    /** PostgreSQL's infinities come as the ends of what a long of milliseconds can say. */
    private static Instant instant(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() > 294_277) {
            return Instant.MAX;
        }
        return time.getYear() < -4_714 ? Instant.MIN : time.toInstant();
    }
}
