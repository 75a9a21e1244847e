package dev.maitred.packs.rush.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What is on sale: 3 events of 3 shows of 5 zones of 20,000 places. */
final class Tour {

    static final int SEATS = 20_000;

    static final List<Event> EVENTS = List.of(
            new Event(1, "aurora", "Aurora Lights", "Arena am Fluss", "Berlin", "Europe/Berlin", "EUR"),
            new Event(2, "meridian", "Meridian", "Harbour Stadium", "London", "Europe/London", "GBP"),
            new Event(3, "monsoon", "Monsoon Season", "Bay Grounds", "Tokyo", "Asia/Tokyo", "JPY"));

    private static final List<String> CODES = List.of("FRONT", "FLOOR", "LOWER", "UPPER", "VIEW");
    private static final List<Integer> PRICES_MINOR = List.of(18_900, 12_900, 9_900, 6_900, 4_900);

    private Tour() {}

    record Event(int number, String slug, String title, String hall, String city, String timeZone, String currency) {

        UUID id() {
            return UUID.fromString("e0000000-0000-0000-0000-%012d".formatted(number));
        }

        List<Show> shows() {
            return IntStream.rangeClosed(1, 3)
                    .mapToObj(night -> Show.of(this, night))
                    .toList();
        }
    }

    /** @param number 1 to 9 */
    record Show(Event event, int night, int number, UUID id, List<Zone> zones) {

        private static Show of(Event event, int night) {
            int number = (event.number() - 1) * 3 + night;
            UUID id = UUID.fromString("a0000000-0000-%04d-0000-000000000000".formatted(number));
            return new Show(event, night, number, id, zonesOf(number));
        }

        private static List<Zone> zonesOf(int show) {
            return IntStream.rangeClosed(1, 5)
                    .mapToObj(place -> new Zone(
                            UUID.fromString("b0000000-0000-%04d-%04d-000000000000".formatted(show, place)),
                            CODES.get(place - 1),
                            PRICES_MINOR.get(place - 1)))
                    .toList();
        }

        String slug() {
            return event.slug() + "-" + night;
        }

        /** Eight in the evening where it is, some weeks after the instant. */
        Instant startsAt(Instant now) {
            ZoneId zone = ZoneId.of(event.timeZone());
            return now.atZone(zone)
                    .toLocalDate()
                    .plusDays(14 + 2L * event.number() + 7L * night)
                    .atTime(LocalTime.of(20, 0))
                    .atZone(zone)
                    .toInstant();
        }

        Instant endsAt(Instant now) {
            return startsAt(now).plus(Duration.ofHours(3));
        }

        /** The last one's sale is yet to open: people are in line for it already. */
        boolean isAnnounced() {
            return number == 9;
        }

        /** The front of the first and the fifth is as good as gone: most of it went to sponsors. */
        boolean isNearlySoldOutInFront() {
            return number == 1 || number == 5;
        }
    }

    record Zone(UUID id, String code, int priceMinor) {}
}
