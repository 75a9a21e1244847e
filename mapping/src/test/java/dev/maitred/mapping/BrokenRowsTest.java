package dev.maitred.mapping;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.mapping.rule.UnmappableException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Why a row is put aside: the whole reason, as the dead letter says it, never with what the row holds. */
class BrokenRowsTest {

    private static final String OCCUPANT = "occupant: { venue: club_id, state: { constant: held }, ";
    private static final String HOURS = "hours: { venue: club_id, ";

    static Stream<Arguments> rows() {
        return Stream.of(
                row("unit: { venue: kind }", Map.of(), "venue: expected a value, found null"),
                row("unit: { venue: [club_id, kind] }", Map.of(), "venue: expected a value, found null"),
                row(
                        "unit: { venue: club_id, label: note }",
                        Map.of("note", "x".repeat(1001)),
                        "label: expected at most 1000 characters, found 1001"),
                row(
                        "unit: { venue: club_id, seats: price }",
                        Map.of("price", new BigDecimal("1.5")),
                        "seats: expected a whole number, found a numeric that is not whole or too large"),
                row(
                        "unit: { venue: club_id, seats: price }",
                        Map.of("price", new BigDecimal("1e30")),
                        "seats: expected a whole number, found a numeric that is not whole or too large"),
                row(
                        "unit: { venue: club_id, seats: { expression: 'ids[0]' } }",
                        Map.of("ids", List.of()),
                        "the expression `ids[0]` failed on this row: index out of bounds"),
                row(
                        "unit: { venue: club_id, seats: { expression: 'int(note)' } }",
                        Map.of("note", "secret"),
                        "the expression `int(note)` failed on this row: bad format"),
                row(
                        "unit: { venue: club_id, seats: { expression: '10 / kind' } }",
                        Map.of("kind", 0L),
                        "the expression `10 / kind` failed on this row: divide by zero"),
                row(
                        "unit: { venue: club_id, seats: kind }",
                        Map.of("kind", 1L << 40),
                        "seats: expected a whole number of at most 2147483647, found one that is larger or far below 0"),
                row(
                        "unit: { venue: club_id, active: { column: data, path: [on] } }",
                        Map.of("data", "{\"on\": \"secret\"}"),
                        "active: expected true or false, found text"),
                row(
                        "unit: { venue: club_id, label: { column: data, path: [o] } }",
                        Map.of("data", "{\"o\": {\"secret\": 1}}"),
                        "label: expected a value at [o], found an object"),
                row(
                        "unit: { venue: club_id, label: { column: data, path: [o] } }",
                        Map.of("data", "{\"o\": [1]}"),
                        "label: expected one value, found an array"),
                row(
                        "unit: { venue: club_id, label: { column: data, path: [o] } }",
                        Map.of("data", "{secret"),
                        "label: expected JSON, found other text"),
                row(
                        OCCUPANT + "units: ids }",
                        Map.of("ids", Collections.nCopies(1001, 1L)),
                        "units: expected at most 1000 ids, found 1001"),
                row(
                        OCCUPANT + "starts_at: day }",
                        Map.of("day", LocalDate.of(10_000, 1, 1)),
                        "starts_at: expected a date of the years 1 to 9999, found another or infinity"),
                row(
                        OCCUPANT + "starts_at: { column: data, path: [t] } }",
                        Map.of("data", "{\"t\": \"secret\"}"),
                        "starts_at: expected a point in time like 2026-11-20T21:00:00Z, found other text"),
                row(
                        OCCUPANT + "starts_at: { column: data, path: [t] } }",
                        Map.of("data", "{\"t\": 7}"),
                        "starts_at: expected a point in time, found a whole number"),
                row(
                        OCCUPANT + "starts_at: { local: wall, zone: note } }",
                        Map.of("wall", LocalDateTime.MIN.plusDays(1), "note", "Mars/North"),
                        "starts_at.zone: expected an IANA time zone like Europe/Berlin, found \"Mars/North\""),
                row(
                        OCCUPANT + "starts_at: { date: day, time: note, zone: { constant: UTC } } }",
                        Map.of("day", LocalDate.EPOCH, "note", "secret"),
                        "starts_at.time: expected a time of day like 18:30, found other text"),
                row(
                        OCCUPANT + "amount: { major: price, currency: note } }",
                        Map.of("price", BigDecimal.ONE, "note", "EURO"),
                        "amount.currency: \"EURO\" is no ISO 4217 currency"),
                row(
                        OCCUPANT + "amount: { major: price, currency: note } }",
                        Map.of("price", BigDecimal.ONE),
                        "amount.currency: expected a value, found null"),
                row(
                        OCCUPANT + "amount: { major: price, currency: { constant: JPY } } }",
                        Map.of("price", new BigDecimal("0.5")),
                        "amount.major: the amount is finer than the currency's minor unit"),
                row(
                        OCCUPANT + "amount: { major: price, currency: { constant: EUR } } }",
                        Map.of("price", new BigDecimal("1e200000")),
                        "amount.major: expected an amount of at most 1000000000000000 minor units, found a larger one"),
                row(
                        OCCUPANT + "amount: { minor: kind, currency: { constant: EUR } } }",
                        Map.of("kind", Long.MIN_VALUE),
                        "amount.minor: expected an amount of at most 1000000000000000 minor units, found a larger one"),
                row(
                        "occupant: { venue: club_id, state: { column: flag, values: { held: [false] } } }",
                        Map.of("flag", true),
                        "state: the mapping lists [false], found \"true\": list it under tables.things.occupant.state.values"),
                row(
                        "occupant: { venue: club_id, state: { column: flag, values: { held: [false] } } }",
                        Map.of(),
                        "state: the mapping lists [false], found null: list it under tables.things.occupant.state.values"),
                row(
                        "occupant: { venue: club_id, state: { expression: '\"gone\"' } }",
                        Map.of(),
                        "state: expected one of [held, confirmed, seated, completed, cancelled, expired, no-show], found \"gone\": mend the expression at tables.things.occupant.state"),
                row(
                        "occupant: { venue: club_id, state: { expression: 'note' } }",
                        Map.of(),
                        "state: expected a value, found null"),
                row(
                        "activity: { subject: id, at: wall, measures: { r: ratio } }",
                        Map.of("wall", LocalDateTime.MAX, "ratio", Double.NaN),
                        "measures.r: expected a number, found NaN or infinity"),
                row("activity: { subject: id, at: wall }", Map.of(), "at: expected a value, found null"),
                row(
                        "document: { subject: id, name: { constant: d }, values: { r: ratio } }",
                        Map.of("ratio", Double.NEGATIVE_INFINITY),
                        "values.r: expected a number, found NaN or infinity"),
                row(
                        HOURS + "weekday: kind }",
                        Map.of("kind", 0L),
                        "weekday: expected 1 (Monday) to 7 (Sunday), found 0; if this source counts otherwise, list its values: {column: ..., values: {sunday: 0, ...}}"),
                row(HOURS + "weekday: kind }", Map.of(), "weekday: expected a value, found null"),
                row(
                        HOURS + "weekday: 1, opens: at }",
                        Map.of("at", LocalTime.NOON),
                        "closes: expected a value, found null"),
                row(
                        HOURS + "weekday: 1, opens: kind, closes: 24 }",
                        Map.of("kind", 600L),
                        "opens: expected hours from 0 to 24, found another number; write {minutes: ...} if it is minutes"),
                row(
                        HOURS + "weekday: 1, opens: note, closes: 24 }",
                        Map.of("note", "secret"),
                        "opens: expected a time of day like 06:00, found other text"),
                row(
                        HOURS + "weekday: 1, opens: { minutes: kind }, closes: 24 }",
                        Map.of("kind", -5L),
                        "opens, closes: expected times of day, closing until the end of the next day, found others"),
                row(
                        "payment: { venue: club_id, amount: { minor: kind, currency: { constant: EUR } }, at: wall }",
                        Map.of("wall", LocalDateTime.MIN),
                        "amount: expected a value, found null"),
                row(
                        "venue: { name: note, time_zone: note }",
                        Map.of("note", "Mars"),
                        "time_zone: expected an IANA time zone like Europe/Berlin, found \"Mars\""),
                row(
                        "venue: { name: { constant: n }, grid: { minutes: kind } }",
                        Map.of("kind", 7L),
                        "grid.minutes: expected minutes that divide a day, from 5 on, or whole days of 1440, up to a year; found 7"));
    }

    private static Arguments row(String rule, Map<String, Object> columns, String reason) {
        return Arguments.of(rule, columns, reason);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_row_that_does_not_fit_says_why_and_never_what_it_holds(
            String rule, Map<String, Object> columns, String reason) {
        assertThatThrownBy(() -> LanguageTest.change("things: { " + rule + " }", columns))
                .isInstanceOf(UnmappableException.class)
                .hasMessage(reason);
    }
}
