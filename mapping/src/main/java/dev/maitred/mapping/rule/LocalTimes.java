package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.ColumnType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A point in time that the source says as a clock on the wall shows it. Where clocks go forward, a time that they skip is as much later;
 * where they go back, of the two the first is meant.
 *
 * @param day a timestamp without zone, or a date
 * @param time of the day; null when {@code day} says it
 * @param minutes to be added, as elapsed time; null: none
 */
record LocalTimes(
        String field,
        Reader<Object> day,
        @Nullable Reader<Object> time,
        Reader<Object> zone,
        @Nullable Reader<Object> minutes)
        implements Reader<Object> {

    @Override
    public @Nullable Object read(RowContext row) {
        Object local = day.read(row);
        if (local == null) {
            return null;
        }
        if (local.equals(LocalDateTime.MAX)) {
            return Instant.MAX;
        }
        if (local.equals(LocalDateTime.MIN)) {
            return Instant.MIN;
        }
        LocalDateTime wall = wall(local, row);
        if (wall == null) {
            return null;
        }
        Instant instant = wall.atZone(zoneOf(row)).toInstant();
        Object added = minutes == null ? null : minutes.read(row);
        if (minutes != null && added == null) {
            return null;
        }
        return switch (added) {
            case null -> instant;
            case Long number -> instant.plusSeconds(Math.multiplyExact(number, 60L));
            default -> throw new UnmappableException(field + ".minutes: expected a whole number, found another value");
        };
    }

    private @Nullable LocalDateTime wall(Object local, RowContext row) {
        if (local instanceof LocalDateTime whole && time == null) {
            return whole;
        }
        if (!(local instanceof LocalDate date) || date.getYear() < 1 || date.getYear() > 9999) {
            throw new UnmappableException(
                    field + ": expected a date of the years 1 to 9999 or a timestamp, found another or infinity");
        }
        if (time == null) {
            return date.atStartOfDay();
        }
        Object clock = time.read(row);
        return switch (clock) {
            case null -> null;
            case LocalTime at
            when at.equals(ColumnType.MIDNIGHT_AT_THE_END) -> date.plusDays(1).atStartOfDay();
            case LocalTime at -> date.atTime(at);
            case String text -> {
                try {
                    yield date.atTime(LocalTime.parse(text));
                } catch (DateTimeException e) {
                    throw new UnmappableException(
                            field + ".time: expected a time of day like 18:30, found other text", e);
                }
            }
            default -> throw new UnmappableException(field + ".time: expected a time of day, found another value");
        };
    }

    private ZoneId zoneOf(RowContext row) {
        Object name = zone.read(row);
        if (name == null) {
            throw new UnmappableException(field + ".zone: expected a time zone, found null");
        }
        return ZoneId.of(Readings.zone(field + ".zone", name));
    }
}
