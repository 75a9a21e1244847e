package dev.maitred.batch.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BusinessDayTest {

    @ParameterizedTest
    @CsvSource({
        // Doors at 22:00 and at 01:30 are one night; at six the next one begins.
        "Europe/Berlin, 360, 2026-11-20T21:00:00Z, 2026-11-20",
        "Europe/Berlin, 360, 2026-11-21T00:30:00Z, 2026-11-20",
        "Europe/Berlin, 360, 2026-11-21T04:59:59Z, 2026-11-20",
        "Europe/Berlin, 360, 2026-11-21T05:00:00Z, 2026-11-21",
        // Without a closing hour a day ends at midnight.
        "Europe/Berlin, 0, 2026-11-20T22:59:00Z, 2026-11-20",
        "Europe/Berlin, 0, 2026-11-20T23:00:00Z, 2026-11-21",
        // The night that has 02:30 twice: both are still the evening before.
        "Europe/Berlin, 360, 2026-10-25T00:30:00Z, 2026-10-24",
        "Europe/Berlin, 360, 2026-10-25T01:30:00Z, 2026-10-24",
        "Europe/Berlin, 360, 2026-10-25T04:59:59Z, 2026-10-24",
        "Europe/Berlin, 360, 2026-10-25T05:00:00Z, 2026-10-25",
        // The night that has no 02:30.
        "Europe/Berlin, 360, 2026-03-29T00:59:59Z, 2026-03-28",
        "Europe/Berlin, 360, 2026-03-29T01:00:00Z, 2026-03-28",
        "Europe/Berlin, 360, 2026-03-29T03:59:59Z, 2026-03-28",
        "Europe/Berlin, 360, 2026-03-29T04:00:00Z, 2026-03-29",
        // One instant, two cities.
        "America/New_York, 360, 2026-11-21T05:00:00Z, 2026-11-20",
        "Asia/Tokyo, 360, 2026-11-20T21:00:00Z, 2026-11-21",
    })
    void a_night_belongs_to_the_day_on_which_its_evening_began(
            String zone, int endsMinute, Instant start, LocalDate expected) {
        assertThat(new BusinessDay(ZoneId.of(zone), endsMinute).of(start)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 360, 2026-11-20, 2026-11-21T05:00:00Z",
        "Europe/Berlin, 360, 2026-10-24, 2026-10-25T05:00:00Z",
        "Europe/Berlin, 360, 2026-03-28, 2026-03-29T04:00:00Z",
        // It would end in the hour that the clocks skip.
        "Europe/Berlin, 150, 2026-03-28, 2026-03-29T01:30:00Z",
        "America/New_York, 0, 2026-11-20, 2026-11-21T05:00:00Z",
    })
    void a_day_ends_at_the_venues_closing_hour(String zone, int endsMinute, LocalDate date, Instant expected) {
        assertThat(new BusinessDay(ZoneId.of(zone), endsMinute).endOf(date)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // Eleven in Berlin, five in New York: one has slept, the other one dances.
        "2026-11-21T10:00:00Z, 2026-11-20",
        "2026-11-21T06:59:59Z, 2026-11-20",
        "2026-11-21T04:59:59Z, 2026-11-19",
        "2026-11-21T23:00:00Z, 2026-11-20",
    })
    void last_night_is_the_last_that_is_over_somewhere(Instant now, LocalDate expected) {
        List<BusinessDay> venues = List.of(
                new BusinessDay(ZoneId.of("Europe/Berlin"), 360), new BusinessDay(ZoneId.of("America/New_York"), 480));
        assertThat(NightlyAnalytics.lastNight(venues, now)).isEqualTo(expected);
        assertThat(NightlyAnalytics.lastNight(List.of(), now)).isEqualTo(LocalDate.parse("2026-11-20"));
    }

    @Test
    void a_closing_hour_beyond_a_day_is_refused() {
        assertThatThrownBy(() -> new BusinessDay(ZoneId.of("UTC"), 1440)).hasMessageContaining("1439");
    }
}
