package dev.maitred.ops.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Reservation;
import dev.maitred.streams.topology.VenueQuestions.CountedOccupant;
import dev.maitred.streams.topology.VenueQuestions.Explanation;
import dev.maitred.streams.topology.VenueQuestions.NamedReservation;
import dev.maitred.streams.venue.Counts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ExplanationsTest {

    private static final long TEN_PM = Micros.of(Instant.parse("2026-11-20T22:00:00Z"));

    private static String explained(@Nullable NamedReservation reservation, long until) {
        Occupant ticket = new Occupant(
                Occupant.Kind.SALE,
                Occupant.State.CONFIRMED,
                "12",
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                List.of("4"),
                "",
                0,
                Micros.NEVER,
                1,
                null,
                reservation == null ? "" : reservation.reference(),
                Micros.UNKNOWN);
        CountedOccupant counted = new CountedOccupant(
                "tickets/1", ticket, List.of("T4"), "held", until, new Position(1, new Lsn(16), 2), reservation);
        return new String(
                Explanations.json(new Explanation(Counts.NOTHING, List.of(counted), new Lsn(32), TEN_PM)),
                StandardCharsets.UTF_8);
    }

    @Test
    void an_occupant_tells_the_state_and_expiry_of_its_reservation_beside_its_own() {
        assertThat(explained(
                        new NamedReservation(
                                "orders/9",
                                new Reservation(Occupant.State.HELD, TEN_PM, 2, null),
                                new Position(1, new Lsn(16), 1)),
                        TEN_PM))
                .contains("\"state\":\"CONFIRMED\"")
                .contains("\"expiresAt\":null,\"countsAs\":\"held\",\"countsUntil\":\"2026-11-20T22:00:00Z\"")
                .contains("\"reservation\":{\"row\":\"orders/9\",\"present\":true,\"state\":\"HELD\","
                        + "\"expiresAt\":\"2026-11-20T22:00:00Z\",\"position\":\"1:0/10:1\"}");
    }

    @Test
    void an_occupant_tells_that_its_reservation_is_not_there() {
        assertThat(explained(new NamedReservation("orders/9", null, null), Micros.NEVER))
                .contains("\"countsUntil\":null")
                .contains("\"reservation\":{\"row\":\"orders/9\",\"present\":false,\"state\":null,\"expiresAt\":null,"
                        + "\"position\":null}");
    }

    @Test
    void an_occupant_without_a_reservation_tells_none() {
        assertThat(explained(null, Micros.NEVER)).contains("\"reservation\":null");
    }
}
