package dev.maitred.streams.venue;

import static dev.maitred.streams.Night.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Occupant.State;
import dev.maitred.streams.fold.FoldedLog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quantities, the door, sessions and money: exact under every update and delete. */
final class VenueSumsTest {

    private static final ChangeKey FLOOR = key(Entity.CAPACITY, "zones", "1");
    private static final ChangeKey DOOR = key(Entity.CHECK_IN, "check_ins", "1");
    private static final ChangeKey DOOR_2 = key(Entity.CHECK_IN, "check_ins", "2");
    private static final ChangeKey TABLE = key(Entity.SESSION, "sessions", "1");
    private static final ChangeKey PAID = key(Entity.PAYMENT, "deposits", "1");
    private static final ChangeKey PAID_2 = key(Entity.PAYMENT, "deposits", "2");

    private final VenueFold fold = new VenueFold();
    private final FoldedLog club = new FoldedLog(fold, "club");

    @BeforeEach
    void open() {
        club.begun(NINE_PM);
        club.commit(slotKey(NIGHT), slot());
    }

    private Board board() {
        return Objects.requireNonNull(fold.board(CLUB, NIGHT));
    }

    private Counts floor() {
        return Objects.requireNonNull(board().sections().get("floor"));
    }

    @Test
    void pieces_are_taken_from_a_quantity() {
        club.commit(FLOOR, capacity(100L));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 30, Micros.NEVER));
        club.commit(booking("2"), pieces(State.HELD, "floor", 20, NINE_PM + seconds(10)));
        club.commit(booking("3"), pieces(State.SEATED, "floor", 5, Micros.NEVER));
        assertThat(floor()).isEqualTo(new Counts(100L, 45L, 20, 35, 5, 0, 0, 0));
        club.clock(NINE_PM + seconds(10));
        assertThat(floor()).isEqualTo(new Counts(100L, 65L, 0, 35, 5, 0, 0, 0));
        club.commit(FLOOR, capacity(20L));
        assertThat(floor()).isEqualTo(new Counts(20L, 0L, 0, 35, 5, 0, 15, 0));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 2, Micros.NEVER));
        assertThat(floor()).isEqualTo(new Counts(20L, 13L, 0, 7, 5, 0, 0, 0));
    }

    @Test
    void an_unknown_quantity_is_counted_but_never_free() {
        club.commit(FLOOR, capacity(null));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 30, Micros.NEVER));
        assertThat(floor()).isEqualTo(new Counts(null, null, 0, 30, 0, 0, 0, 0));
        assertThat(board().counts().free()).isNull();
        club.commit(FLOOR, capacity(40L));
        assertThat(floor()).isEqualTo(new Counts(40L, 10L, 0, 30, 0, 0, 0, 0));
    }

    @Test
    void an_unknown_quantity_of_one_section_leaves_the_others_theirs() {
        club.commit(FLOOR, capacity(null));
        club.commit(key(Entity.CAPACITY, "zones", "2"), new Capacity(NIGHT, "roof", 5L));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 30, Micros.NEVER));
        club.commit(booking("2"), pieces(State.CONFIRMED, "roof", 7, Micros.NEVER));
        assertThat(board().sections().get("roof")).isEqualTo(new Counts(5L, 0L, 0, 7, 0, 0, 2, 0));
        assertThat(board().counts()).isEqualTo(new Counts(null, null, 0, 37, 0, 0, 2, 0));
        assertThat(club.told().get(BoardKeys.board(CLUB, NIGHT)))
                .contains("\"capacity\":null,\"free\":null,\"held\":0,\"taken\":37")
                .contains("{\"section\":\"floor\",\"capacity\":null,\"free\":null,")
                .contains("{\"section\":\"roof\",\"capacity\":5,\"free\":0,\"held\":0,\"taken\":7,\"seated\":0,"
                        + "\"blocked\":0,\"overbooked\":2,");
    }

    @Test
    void a_quantity_that_is_known_again_says_what_is_too_many() {
        club.commit(FLOOR, capacity(null));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 30, Micros.NEVER));
        club.commit(FLOOR, capacity(20L));
        assertThat(floor()).isEqualTo(new Counts(20L, 0L, 0, 30, 0, 0, 10, 0));
        club.commit(FLOOR, capacity(null));
        assertThat(floor()).isEqualTo(new Counts(null, null, 0, 30, 0, 0, 0, 0));
    }

    @Test
    void two_rows_of_one_section_offer_their_sum() {
        club.commit(FLOOR, capacity(10L));
        club.commit(key(Entity.CAPACITY, "zones", "2"), capacity(5L));
        assertThat(floor()).isEqualTo(new Counts(15L, 15L, 0, 0, 0, 0, 0, 0));
        club.commit(FLOOR, null);
        assertThat(floor()).isEqualTo(new Counts(5L, 5L, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void pieces_that_are_too_many_are_told_until_those_on_hold_expire() {
        club.commit(FLOOR, capacity(5L));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 4, Micros.NEVER));
        club.commit(booking("2"), pieces(State.HELD, "floor", 3, NINE_PM + seconds(10)));
        assertThat(floor()).isEqualTo(new Counts(5L, 0L, 3, 4, 0, 0, 2, 0));
        club.clock(NINE_PM + seconds(10) - 1);
        assertThat(floor().overbooked()).isEqualTo(2);
        club.clock(NINE_PM + seconds(10));
        assertThat(floor()).isEqualTo(new Counts(5L, 1L, 0, 4, 0, 0, 0, 0));
    }

    @Test
    void pieces_move_to_another_section_and_are_blocked_there() {
        club.commit(FLOOR, capacity(5L));
        club.commit(key(Entity.CAPACITY, "zones", "2"), new Capacity(NIGHT, "roof", 5L));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 4, Micros.NEVER));
        club.commit(
                booking("1"),
                occupant(Occupant.Kind.BLOCK, State.CONFIRMED, NIGHT, List.of(), "roof", 2, Micros.NEVER));
        assertThat(floor()).isEqualTo(new Counts(5L, 5L, 0, 0, 0, 0, 0, 0));
        assertThat(board().sections().get("roof")).isEqualTo(new Counts(5L, 3L, 0, 0, 0, 2, 0, 0));
    }

    @Test
    void pieces_without_a_capacity_are_taken_from_nothing() {
        club.commit(booking("1"), pieces(State.CONFIRMED, "roof", 3, Micros.NEVER));
        assertThat(board().sections().get("roof")).isEqualTo(new Counts(0L, 0L, 0, 3, 0, 0, 3, 0));
        club.commit(booking("1"), null);
        assertThat(board().sections()).isEmpty();
    }

    @Test
    void pieces_and_tables_of_one_section_add_up() {
        club.commit(FLOOR, capacity(10L));
        club.commit(unitKey("1"), table("floor"));
        club.commit(booking("1"), pieces(State.CONFIRMED, "floor", 4, Micros.NEVER));
        club.commit(booking("2"), booked(NIGHT, "1"));
        assertThat(floor()).isEqualTo(new Counts(11L, 6L, 0, 5, 0, 0, 0, 0));
    }

    @Test
    void arrivals_are_counted_by_five_minutes_and_corrected() {
        club.commit(DOOR, admitted(3, NINE_PM + seconds(299)));
        club.commit(DOOR_2, admitted(2, NINE_PM + seconds(300)));
        assertThat(board().people()).isEqualTo(5);
        assertThat(board().arrivals()).containsExactly(Map.entry(NINE_PM, 3), Map.entry(NINE_PM + seconds(300), 2));
        club.commit(DOOR, admitted(1, NINE_PM + seconds(301)));
        assertThat(board().arrivals()).containsExactly(Map.entry(NINE_PM + seconds(300), 3));
        club.commit(DOOR, rejected("CHECKIN_SUBJECT_NOT_FOUND"));
        assertThat(board().people()).isEqualTo(2);
        assertThat(board().rejected()).isEqualTo(1);
        assertThat(board().rejectedByReason()).containsExactly(Map.entry("CHECKIN_SUBJECT_NOT_FOUND", 1));
        club.commit(DOOR, null);
        club.commit(DOOR_2, null);
        assertThat(board().people()).isZero();
        assertThat(board().rejectedByReason()).isEmpty();
        assertThat(board().arrivals()).isEmpty();
    }

    @Test
    void arrivals_before_1970_fall_into_their_own_five_minutes() {
        club.commit(DOOR, admitted(1, -1));
        assertThat(board().arrivals()).containsOnlyKeys(Micros.of(Instant.parse("1969-12-31T23:55:00Z")));
        club.commit(DOOR, admitted(1, Micros.UNKNOWN));
        assertThat(board().arrivals()).isEmpty();
        assertThat(board().people()).isEqualTo(1);
    }

    @Test
    void sessions_open_and_close() {
        club.commit(TABLE, session(Micros.NEVER));
        assertThat(board().openSessions()).isEqualTo(1);
        club.commit(TABLE, session(NINE_PM + 1));
        assertThat(board().openSessions()).isZero();
        club.commit(TABLE, session(Micros.NEVER));
        club.commit(TABLE, null);
        assertThat(board().openSessions()).isZero();
    }

    @Test
    void deposits_are_summed_by_currency_to_the_cent() {
        club.commit(PAID, deposit(12_345, "EUR"));
        club.commit(PAID_2, deposit(5_000, "JPY"));
        assertThat(board().depositsMinor()).containsExactly(Map.entry("EUR", 12_345L), Map.entry("JPY", 5_000L));
        club.commit(PAID, deposit(12_346, "EUR"));
        assertThat(board().depositsMinor().get("EUR")).isEqualTo(12_346);
        club.commit(PAID, deposit(1, "USD"));
        club.commit(PAID_2, null);
        assertThat(board().depositsMinor()).containsExactly(Map.entry("USD", 1L));
    }
}
