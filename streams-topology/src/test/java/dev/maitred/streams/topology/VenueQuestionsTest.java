package dev.maitred.streams.topology;

import static dev.maitred.streams.Night.CLUB;
import static dev.maitred.streams.Night.NIGHT;
import static dev.maitred.streams.Night.NINE_PM;
import static dev.maitred.streams.Night.booked;
import static dev.maitred.streams.Night.booking;
import static dev.maitred.streams.Night.held;
import static dev.maitred.streams.Night.hold;
import static dev.maitred.streams.Night.of;
import static dev.maitred.streams.Night.order;
import static dev.maitred.streams.Night.seconds;
import static dev.maitred.streams.Night.slot;
import static dev.maitred.streams.Night.slotKey;
import static dev.maitred.streams.Night.table;
import static dev.maitred.streams.Night.unitKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Occupant.State;
import dev.maitred.streams.fold.FoldedLog;
import dev.maitred.streams.topology.VenueQuestions.CountedOccupant;
import dev.maitred.streams.topology.VenueQuestions.NamedReservation;
import dev.maitred.streams.venue.VenueFold;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Why an occupant counts. */
final class VenueQuestionsTest {

    private final VenueFold fold = new VenueFold();
    private final FoldedLog club = new FoldedLog(fold, "club");

    @BeforeEach
    void open() {
        club.begun(NINE_PM);
        club.commit(slotKey(NIGHT), slot());
        club.commit(unitKey("1"), table("hall"));
    }

    private List<CountedOccupant> occupants() {
        return VenueQuestions.explain(fold, CLUB, NIGHT).orElseThrow().occupants();
    }

    @Test
    void an_occupant_without_a_reservation_counts_by_its_own_state_and_expiry() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        CountedOccupant only = occupants().getFirst();
        assertThat(only.countsAs()).isEqualTo("held");
        assertThat(only.countsUntilMicros()).isEqualTo(NINE_PM + seconds(10));
        assertThat(only.reservation()).isNull();
    }

    @Test
    void an_occupant_says_which_reservation_makes_it_count_and_until_when() {
        club.commit(order("9"), order(State.HELD, NINE_PM + seconds(10)));
        club.commit(booking("1"), of(order("9"), booked(NIGHT, "1")));
        CountedOccupant only = occupants().getFirst();
        assertThat(only.countsAs()).isEqualTo("held");
        assertThat(only.countsUntilMicros()).isEqualTo(NINE_PM + seconds(10));
        assertThat(only.occupant().state()).isEqualTo(State.CONFIRMED);
        assertThat(only.occupant().expiresAtMicros()).isEqualTo(Micros.NEVER);
        assertThat(only.reservation())
                .isEqualTo(new NamedReservation(
                        "orders/9",
                        order(State.HELD, NINE_PM + seconds(10)),
                        Objects.requireNonNull(fold.row(order("9").toString())).position()));
        club.clock(NINE_PM + seconds(10));
        assertThat(occupants()).isEmpty();
    }

    @Test
    void an_occupant_says_that_its_reservation_is_not_there() {
        club.commit(booking("1"), of(order("9"), booked(NIGHT, "1")));
        CountedOccupant only = occupants().getFirst();
        assertThat(only.countsAs()).isEqualTo("held");
        assertThat(only.reservation()).isEqualTo(new NamedReservation("orders/9", null, null));
    }
}
