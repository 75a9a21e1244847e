package dev.maitred.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts as PostgreSQL writes them, whatever its session's time zone is; that they are the same as a query's values is ValuesIT's. */
class ColumnTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-20 21:00:00+00, 2026-11-20T21:00:00Z",
        "2026-11-20 21:00:00.123456+00, 2026-11-20T21:00:00.123456Z",
        "2026-11-20 21:00:00.5-03:30, 2026-11-21T00:30:00.500Z",
        "2026-11-21 02:45:00+05:45, 2026-11-20T21:00:00Z",
        "1880-01-01 00:53:28+00:53:28, 1880-01-01T00:00:00Z",
        "0044-03-15 12:00:00+00 BC, -0043-03-15T12:00:00Z",
        "294276-12-31 23:59:59.999999+00, +294276-12-31T23:59:59.999999Z",
        "1969-12-31 23:59:59.999999+00, 1969-12-31T23:59:59.999999Z",
    })
    void an_instant_is_the_same_in_every_zone(String text, String instant) {
        assertThat(read(ColumnType.INSTANT, text)).isEqualTo(Instant.parse(instant));
    }

    @Test
    void what_is_infinite_is_the_types_first_or_last() {
        assertThat(read(ColumnType.INSTANT, "infinity")).isEqualTo(Instant.MAX);
        assertThat(read(ColumnType.INSTANT, "-infinity")).isEqualTo(Instant.MIN);
        assertThat(read(ColumnType.LOCAL_DATE_TIME, "-infinity")).isEqualTo(LocalDateTime.MIN);
        assertThat(read(ColumnType.DATE, "infinity")).isEqualTo(LocalDate.MAX);
        assertThat(read(ColumnType.FLOAT, "-Infinity")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void days_and_times_of_day_are_read() {
        assertThat(read(ColumnType.DATE, "2026-11-20")).isEqualTo(LocalDate.of(2026, 11, 20));
        assertThat(read(ColumnType.DATE, "0001-01-01 BC")).isEqualTo(LocalDate.of(0, 1, 1));
        assertThat(read(ColumnType.LOCAL_DATE_TIME, "2026-03-29 02:30:00.000001"))
                .isEqualTo(LocalDateTime.of(2026, 3, 29, 2, 30, 0, 1000));
        assertThat(read(ColumnType.TIME, "23:59:59.999999")).isEqualTo(LocalTime.of(23, 59, 59, 999_999_000));
        assertThat(read(ColumnType.TIME, "24:00:00")).isEqualTo(ColumnType.MIDNIGHT_AT_THE_END);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {0, 7, -1, 999_999_999_999_999_999L, -999_999_999_999_999_999L, Long.MAX_VALUE, Long.MIN_VALUE})
    void every_whole_number_is_itself(long number) {
        assertThat(read(ColumnType.INTEGER, Long.toString(number))).isEqualTo(number);
    }

    @Test
    void an_array_keeps_commas_quotes_backslashes_and_the_difference_of_NULL_and_its_name() {
        assertThat(read(ColumnType.TEXT_ARRAY, "{a,\"b, {c}\",\"\\\"\\\\\",NULL,\"NULL\",\"\"}"))
                .isEqualTo(Arrays.asList("a", "b, {c}", "\"\\", null, "NULL", ""));
        assertThat(read(ColumnType.INTEGER_ARRAY, "{}")).isEqualTo(List.of());
        assertThat(read(ColumnType.INTEGER_ARRAY, "[3:5]={1,NULL,-2}")).isEqualTo(Arrays.asList(1L, null, -2L));
        assertThatThrownBy(() -> read(ColumnType.INTEGER_ARRAY, "{{1,2},{3,4}}"))
                .isInstanceOf(UnmappableException.class)
                .hasMessage("column any: expected an array of one dimension, found one of more");
    }

    /** Whatever stands there: a value or a refusal, never another end. */
    @Test
    void what_is_cut_off_or_of_another_type_is_refused_in_words() {
        Random random = new Random(7);
        List<String> texts =
                List.of("2026-11-20 21:00:00.123456+00", "{1,\"a\",NULL}", "-12.50", "t", "NaN", "24:00:00");
        for (String text : texts) {
            for (int end = 1; end <= text.length(); end++) {
                String some = text.substring(random.nextInt(end), end);
                for (ColumnType type : ColumnType.values()) {
                    try {
                        assertThat(read(type, some)).isNotNull();
                    } catch (UnmappableException e) {
                        assertThat(e).hasMessageStartingWith("column any: ");
                    }
                }
            }
        }
    }

    private static Object read(ColumnType type, String text) {
        // In the middle of others, as it comes.
        byte[] bytes = ("," + text + ",").getBytes(StandardCharsets.UTF_8);
        return ColumnText.read(new Column("any", type, "any", true), bytes, 1, bytes.length - 2);
    }
}
