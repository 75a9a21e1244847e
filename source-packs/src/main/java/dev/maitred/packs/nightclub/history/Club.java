package dev.maitred.packs.nightclub.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * One of the clubs of the demo.
 *
 * @param id of its row
 * @param slug its short name
 * @param name its name
 * @param city where it is
 * @param zone its local time
 * @param opens local hour at which its nights begin
 * @param dayEnds local hour at which its business day ends, after the last night of the day is over
 * @param currency of its money
 * @param tables that can be booked, beside a few that are out of use
 * @param demand share of its tables that a good night fills, 0 to 1
 * @param tonight when tonight's night begins, seen from the present
 */
record Club(
        long id,
        String slug,
        String name,
        String city,
        ZoneId zone,
        LocalTime opens,
        LocalTime dayEnds,
        String currency,
        int tables,
        double demand,
        Duration tonight) {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final ZoneId LISBON = ZoneId.of("Europe/Lisbon");
    private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

    /** Four nights are under way at different hours, two are about to begin. */
    static final List<Club> ALL = List.of(
            new Club(1, "kesselhaus", "Kesselhaus", "Berlin", BERLIN, at(23), at(8), "EUR", 120, 0.92, minutes(-190)),
            new Club(2, "spreewerk", "Spreewerk", "Berlin", BERLIN, at(22), at(7), "EUR", 48, 0.85, minutes(-40)),
            new Club(3, "cais-azul", "Cais Azul", "Lisbon", LISBON, at(23), at(9), "EUR", 64, 0.88, minutes(-95)),
            new Club(4, "farol", "Farol", "Lisbon", LISBON, at(22), at(7), "EUR", 20, 0.95, minutes(18)),
            new Club(5, "the-annex", "The Annex", "New York", NEW_YORK, at(22), at(6), "USD", 90, 0.9, minutes(-255)),
            new Club(6, "lower-deck", "Lower Deck", "New York", NEW_YORK, at(23), at(8), "USD", 36, 0.8, minutes(65)));

    /** How long a night is. */
    static final Duration NIGHT = Duration.ofHours(6);

    private static LocalTime at(int hour) {
        return LocalTime.of(hour, 0);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    /** The business day that an instant belongs to: the day before, while the closing hour has not come. */
    LocalDate businessDate(Instant instant) {
        ZonedDateTime local = instant.atZone(zone);
        return local.toLocalTime().isBefore(dayEnds) ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }

    /** When the business day begins. */
    Instant dayBegins(LocalDate businessDate) {
        return businessDate.atTime(dayEnds).atZone(zone).toInstant();
    }
}
