package dev.maitred.launcher;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.regex.Pattern;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** What people write after an option, and what they are told when it is none. */
final class Values {

    /** Would be milliseconds, which nobody means. */
    private static final Pattern WITHOUT_UNIT = Pattern.compile("[+-]?\\d+");

    private Values() {}

    static void register(CommandLine line) {
        line.registerConverter(Duration.class, Values::duration);
        line.registerConverter(LocalDate.class, Values::date);
        line.registerConverter(int.class, Values::whole);
        line.registerConverter(double.class, Values::number);
    }

    private static Duration duration(String text) {
        if (WITHOUT_UNIT.matcher(text).matches()) {
            throw noDuration(text);
        }
        try {
            return DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException e) {
            throw noDuration(text);
        }
    }

    private static TypeConversionException noDuration(String text) {
        return new TypeConversionException("expected a duration like 90s, 5m or PT60S, found \"" + text + "\"");
    }

    private static LocalDate date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException("expected a date like 2026-11-20, found \"" + text + "\"");
        }
    }

    private static int whole(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a whole number, found \"" + text + "\"");
        }
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected a number, found \"" + text + "\"");
        }
    }
}
