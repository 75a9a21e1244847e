package dev.maitred.mapping.rule;

import com.google.common.primitives.UnsignedLong;
import com.google.protobuf.Timestamp;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.maitred.mapping.catalogue.ColumnType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between a column's one Java type and CEL's. */
final class CelValues {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private CelValues() {}

    static CelType celType(@Nullable ColumnType type) {
        return switch (type) {
            case null -> SimpleType.DYN;
            case INTEGER -> SimpleType.INT;
            case DECIMAL, FLOAT -> SimpleType.DOUBLE;
            case BOOLEAN -> SimpleType.BOOL;
            case INSTANT, LOCAL_DATE_TIME -> SimpleType.TIMESTAMP;
            case TEXT, CHAR, JSON, DATE, TIME -> SimpleType.STRING;
            case INTEGER_ARRAY -> ListType.create(SimpleType.INT);
            case TEXT_ARRAY -> ListType.create(SimpleType.STRING);
            case OTHER -> SimpleType.DYN;
        };
    }

    /** What an expression of this type reads as; null when only a row can tell. */
    static @Nullable ColumnType columnType(CelType result) {
        CelType type = result instanceof NullableType nullable ? nullable.targetType() : result;
        return switch (type.kind()) {
            case INT -> ColumnType.INTEGER;
            case DOUBLE -> ColumnType.FLOAT;
            case BOOL -> ColumnType.BOOLEAN;
            case STRING -> ColumnType.TEXT;
            case TIMESTAMP -> ColumnType.INSTANT;
            default -> null;
        };
    }

    static Object toCel(@Nullable Object value) {
        return switch (value) {
            case null -> NullValue.NULL_VALUE;
            case BigDecimal decimal -> decimal.doubleValue();
            case LocalDate date -> date.toString();
            case LocalTime time -> time.toString();
            case Instant instant -> within(instant);
            case LocalDateTime time -> within(time.toInstant(ZoneOffset.UTC));
            case List<?> list -> list.stream().map(CelValues::toCel).toList();
            default -> value;
        };
    }

    /** CEL knows the years 1 to 9999; what is beyond, infinity too, is the last or first instant of them. */
    private static Instant within(Instant instant) {
        return instant.isAfter(LAST) ? LAST : instant.isBefore(FIRST) ? FIRST : instant;
    }

    static @Nullable Object fromCel(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case com.google.protobuf.NullValue none -> null;
            case NullValue none -> null;
            case Instant instant -> beyond(instant);
            case Timestamp timestamp -> beyond(Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos()));
            case UnsignedLong number -> new BigDecimal(number.bigIntegerValue());
            default -> value;
        };
    }

    /** What {@link #within} has made of infinity. */
    private static Instant beyond(Instant instant) {
        return instant.equals(LAST) ? Instant.MAX : instant.equals(FIRST) ? Instant.MIN : instant;
    }
}
