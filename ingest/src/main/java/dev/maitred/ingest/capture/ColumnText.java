package dev.maitred.ingest.capture;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.rule.UnmappableException;
import dev.maitred.mapping.source.RowValues;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * From PostgreSQL's text of a value, as its log and COPY write it, to the one Java type that each kind of column travels in.
 *
 * <p>Where most values are small numbers and times, reading them from their bytes is most of what a row costs.
 */
public final class ColumnText {

    /** Digits of a number that no long can overflow by. */
    private static final int SAFE_DIGITS = 18;

    private static final int SECONDS_PER_DAY = 24 * 60 * 60;

    private ColumnText() {}

    /**
     * @param text where {@code length} bytes from {@code start} are the value, in UTF-8
     * @throws UnmappableException when it is of no value that this column can have
     */
    public static Object read(Column column, byte[] text, int start, int length) {
        try {
            return switch (column.type()) {
                case INTEGER -> whole(text, start, length);
                case DECIMAL -> decimal(column, string(text, start, length));
                case FLOAT -> Double.valueOf(string(text, start, length));
                case BOOLEAN -> text[start] == 't';
                case TEXT, JSON, OTHER -> string(text, start, length);
                case CHAR -> string(text, start, unpadded(text, start, length));
                case INTEGER_ARRAY -> ArrayText.read(column, string(text, start, length), Long::valueOf);
                case TEXT_ARRAY -> ArrayText.read(column, string(text, start, length), each -> each);
                case INSTANT -> instant(new Digits(text, start, length));
                case LOCAL_DATE_TIME -> local(new Digits(text, start, length));
                case DATE -> date(new Digits(text, start, length));
                case TIME -> time(new Digits(text, start, length));
            };
        } catch (DateTimeException | ArithmeticException | NumberFormatException | IndexOutOfBoundsException e) {
            throw new UnmappableException("column " + column.name() + ": a "
                    + column.type().word() + " beyond what can be told, by "
                    + e.getClass().getSimpleName());
        }
    }

    private static String string(byte[] text, int start, int length) {
        return new String(text, start, length, StandardCharsets.UTF_8);
    }

    private static Long whole(byte[] text, int start, int length) {
        if (length > SAFE_DIGITS) {
            return Long.valueOf(string(text, start, length));
        }
        boolean negative = text[start] == '-';
        long value = 0;
        for (int i = negative ? start + 1 : start; i < start + length; i++) {
            int digit = text[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new NumberFormatException();
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    private static BigDecimal decimal(Column column, String text) {
        return switch (text) {
            case "NaN", "Infinity", "-Infinity" ->
                throw new UnmappableException("column " + column.name() + ": expected a number, found NaN or infinity");
            default -> RowValues.plain(new BigDecimal(text));
        };
    }

    private static int unpadded(byte[] text, int start, int length) {
        int left = length;
        while (left > 0 && text[start + left - 1] == ' ') {
            left--;
        }
        return left;
    }

    private static Instant instant(Digits text) {
        if (text.isInfinite()) {
            return text.isNegative() ? Instant.MIN : Instant.MAX;
        }
        int year = text.number();
        int month = text.after('-').number();
        int day = text.after('-').number();
        int seconds = text.after(' ').secondOfDay();
        int nanos = text.nanos();
        int offset = text.offsetSeconds();
        long days = text.day(year, month, day).toEpochDay();
        return Instant.ofEpochSecond(days * SECONDS_PER_DAY + seconds - offset, nanos);
    }

    private static LocalDateTime local(Digits text) {
        if (text.isInfinite()) {
            return text.isNegative() ? LocalDateTime.MIN : LocalDateTime.MAX;
        }
        int year = text.number();
        int month = text.after('-').number();
        int day = text.after('-').number();
        int seconds = text.after(' ').secondOfDay();
        LocalTime time = LocalTime.ofNanoOfDay(seconds * 1_000_000_000L + text.nanos());
        return text.day(year, month, day).atTime(time);
    }

    private static LocalDate date(Digits text) {
        if (text.isInfinite()) {
            return text.isNegative() ? LocalDate.MIN : LocalDate.MAX;
        }
        int year = text.number();
        int month = text.after('-').number();
        return text.day(year, month, text.after('-').number());
    }

    private static LocalTime time(Digits text) {
        int seconds = text.secondOfDay();
        return seconds == SECONDS_PER_DAY
                ? ColumnType.MIDNIGHT_AT_THE_END
                : LocalTime.ofNanoOfDay(seconds * 1_000_000_000L + text.nanos());
    }

    /** PostgreSQL's ISO texts of times, read from left to right; the era, which stands last, decides what the year is. */
    private static final class Digits {

        private final byte[] text;
        private final int start;
        private final int end;
        private int at;

        Digits(byte[] text, int start, int length) {
            this.text = text;
            this.start = start;
            this.end = start + length;
            this.at = start;
        }

        /** {@code infinity} or {@code -infinity}. */
        boolean isInfinite() {
            return text[end - 1] == 'y';
        }

        boolean isNegative() {
            return text[start] == '-';
        }

        Digits after(char separator) {
            if (text[at] != separator) {
                throw new NumberFormatException();
            }
            at++;
            return this;
        }

        int number() {
            int from = at;
            int value = 0;
            while (at < end && text[at] >= '0' && text[at] <= '9') {
                value = value * 10 + text[at++] - '0';
            }
            if (at == from || at - from > 9) {
                throw new NumberFormatException();
            }
            return value;
        }

        int secondOfDay() {
            int hours = number();
            int minutes = after(':').number();
            return (hours * 60 + minutes) * 60 + after(':').number();
        }

        /** Of a second, after its point; 0 without one. */
        int nanos() {
            if (at == end || text[at] != '.') {
                return 0;
            }
            at++;
            int from = at;
            int value = number();
            for (int digits = at - from; digits < 9; digits++) {
                value *= 10;
            }
            return value;
        }

        /** {@code +01}, {@code -03:30} or, long ago, {@code +00:53:28}. */
        int offsetSeconds() {
            boolean west = text[at] == '-';
            if (!west && text[at] != '+') {
                throw new NumberFormatException();
            }
            at++;
            int seconds = number() * 3600;
            for (int unit = 60; unit > 0 && at < end && text[at] == ':'; unit /= 60) {
                at++;
                seconds += number() * unit;
            }
            return west ? -seconds : seconds;
        }

        /** The year before the first is 1 BC, which is 0. */
        LocalDate day(int year, int month, int day) {
            return LocalDate.of(text[end - 1] == 'C' ? 1 - year : year, month, day);
        }
    }
}
