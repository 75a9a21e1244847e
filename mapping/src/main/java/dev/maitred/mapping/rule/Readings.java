package dev.maitred.mapping.rule;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.mapping.catalogue.ColumnType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From a column's value to what a field of the contract wants. Messages never tell the value: it may be personal. */
final class Readings {

    static final int MINUTES_PER_DAY = 24 * 60;

    /** Characters. Names, ids and reasons are told again by every board: what is longer is none. */
    private static final int LONGEST_TEXT = 1_000;

    /** What one occupant can take; a larger number of units is a quantity. */
    private static final int MOST_IDS = 1_000;

    private Readings() {}

    /** Reads a value that is there. */
    @FunctionalInterface
    interface Reading<T> {

        /** @throws UnmappableException when the value does not fit, with the field's name */
        T of(String field, Object value);
    }

    static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new UnmappableException(field + ": expected a value, found null");
        }
        return value;
    }

    static String text(String field, Object value) {
        if (value instanceof List<?>) {
            throw new UnmappableException(field + ": expected one value, found an array");
        }
        String text = ColumnType.text(value);
        if (text.length() > LONGEST_TEXT) {
            throw new UnmappableException(
                    field + ": expected at most " + LONGEST_TEXT + " characters, found " + text.length());
        }
        return text;
    }

    static List<String> texts(String field, Object value) {
        if (!(value instanceof List<?> list)) {
            return List.of(text(field, value));
        }
        if (list.size() > MOST_IDS) {
            throw new UnmappableException(field + ": expected at most " + MOST_IDS + " ids, found " + list.size());
        }
        return list.stream()
                .filter(Objects::nonNull)
                .map(each -> text(field, each))
                .toList();
    }

    static String zone(String field, Object value) {
        String zone = text(field, value);
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw new UnmappableException(
                    field + ": expected an IANA time zone like Europe/Berlin, found \"" + zone + "\"");
        }
        return zone;
    }

    static Long whole(String field, Object value) {
        return switch (value) {
            case Long number -> number;
            case BigDecimal number
            when number.stripTrailingZeros().scale() <= 0 && number.precision() - number.scale() < 19 ->
                number.longValueExact();
            case BigDecimal number ->
                throw new UnmappableException(
                        field + ": expected a whole number, found a numeric that is not whole or too large");
            default -> throw new UnmappableException(field + ": expected a whole number, found " + kind(value));
        };
    }

    static Boolean truth(String field, Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw new UnmappableException(field + ": expected true or false, found " + kind(value));
    }

    static Double measure(String field, Object value) {
        double number = switch (value) {
            case Number any -> any.doubleValue();
            case Boolean truth -> truth ? 1.0 : 0.0;
            default -> throw new UnmappableException(field + ": expected a number, found " + kind(value));
        };
        if (!Double.isFinite(number)) {
            throw new UnmappableException(field + ": expected a number, found NaN or infinity");
        }
        return number;
    }

    static Integer minuteOfDay(String field, Object value) {
        return switch (value) {
            case LocalTime time when time.equals(ColumnType.MIDNIGHT_AT_THE_END) -> MINUTES_PER_DAY;
            case LocalTime time -> time.toSecondOfDay() / 60;
            case Long hours when hours >= 0 && hours <= 24 -> Math.toIntExact(hours * 60);
            case Long hours ->
                throw new UnmappableException(field
                        + ": expected hours from 0 to 24, found another number; write {minutes: ...} if it is minutes");
            case String text when text.startsWith("24:00") -> MINUTES_PER_DAY;
            case String text -> {
                try {
                    yield LocalTime.parse(text).toSecondOfDay() / 60;
                } catch (DateTimeException e) {
                    throw new UnmappableException(field + ": expected a time of day like 06:00, found other text");
                }
            }
            default -> throw new UnmappableException(field + ": expected a time of day or hours, found " + kind(value));
        };
    }

    static String currency(String field, Object value) {
        String code = text(field, value).strip();
        try {
            // Payment providers write them small.
            return Currency.getInstance(code.toUpperCase(Locale.ROOT)).getCurrencyCode();
        } catch (IllegalArgumentException e) {
            throw new UnmappableException(field + ": \"" + code + "\" is no ISO 4217 currency");
        }
    }

    static Money money(String field, boolean major, Object value, String currency) {
        long minor = major ? minor(field, value, currency) : whole(field, value);
        if (minor == Long.MIN_VALUE || Math.abs(minor) > Money.LARGEST_MINOR) {
            throw new UnmappableException(field + ": expected an amount of at most " + Money.LARGEST_MINOR
                    + " minor units, found a larger one");
        }
        return new Money(minor, currency);
    }

    private static long minor(String field, Object value, String currency) {
        BigDecimal amount = switch (value) {
            case BigDecimal decimal -> decimal;
            case Long number -> BigDecimal.valueOf(number);
            default -> throw new UnmappableException(field + ": expected a decimal amount, found " + kind(value));
        };
        int digits = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        BigDecimal minor = amount.movePointRight(digits);
        if (minor.precision() - minor.scale() > 18) {
            throw new UnmappableException(field + ": expected an amount of at most " + Money.LARGEST_MINOR
                    + " minor units, found a larger one");
        }
        try {
            return minor.longValueExact();
        } catch (ArithmeticException e) {
            throw new UnmappableException(field + ": the amount is finer than the currency's minor unit");
        }
    }

    static Integer small(String field, Object value) {
        long number = whole(field, value);
        if (number != (int) number) {
            throw new UnmappableException(field + ": expected a whole number of at most " + Integer.MAX_VALUE
                    + ", found one that is larger or far below 0");
        }
        return (int) number;
    }

    static Long micros(String field, Object value) {
        try {
            return exactMicros(field, value);
        } catch (ArithmeticException e) {
            throw new UnmappableException(
                    field + ": expected a point in time before the year 294247, found one that 64 bits cannot hold");
        }
    }

    private static Long exactMicros(String field, Object value) {
        return switch (value) {
            case Instant instant -> Micros.of(instant);
            case LocalDateTime local when local.equals(LocalDateTime.MAX) -> Micros.NEVER;
            case LocalDateTime local when local.equals(LocalDateTime.MIN) -> Micros.UNKNOWN;
            case LocalDateTime local -> Micros.of(local.toInstant(ZoneOffset.UTC));
            case LocalDate date ->
                Micros.of(within(field, date).atStartOfDay(ZoneOffset.UTC).toInstant());
            // Out of JSON, which has no type for it.
            case String text -> {
                try {
                    yield Micros.of(OffsetDateTime.parse(text).toInstant());
                } catch (DateTimeException e) {
                    throw new UnmappableException(
                            field + ": expected a point in time like 2026-11-20T21:00:00Z, found other text");
                }
            }
            default -> throw new UnmappableException(field + ": expected a point in time, found " + kind(value));
        };
    }

    static Long epochDay(String field, Object value) {
        return switch (value) {
            case LocalDate date -> within(field, date).toEpochDay();
            case String text -> {
                try {
                    yield LocalDate.parse(text).toEpochDay();
                } catch (DateTimeException e) {
                    throw new UnmappableException(field + ": expected a date like 2026-12-24, found other text");
                }
            }
            default -> throw new UnmappableException(field + ": expected a date, found " + kind(value));
        };
    }

    /** The capture engine's integer of days cannot tell infinity from a date that overflowed. */
    private static LocalDate within(String field, LocalDate date) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new UnmappableException(
                    field + ": expected a date of the years 1 to 9999, found another or infinity");
        }
        return date;
    }

    /** As PostgreSQL calls it; what JSON and expressions make is called so too. */
    private static String kind(Object value) {
        return switch (value) {
            case String text -> "text";
            case Long number -> "a whole number";
            case BigDecimal number -> "a numeric";
            case Double number -> "a double precision number";
            case Boolean truth -> "a boolean";
            case Instant instant -> "a timestamptz";
            case LocalDateTime time -> "a timestamp";
            case LocalDate date -> "a date";
            case LocalTime time -> "a time";
            case List<?> list -> "an array";
            default -> "a value of another type";
        };
    }
}
