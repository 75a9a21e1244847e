package dev.maitred.streams.venue;

import static dev.maitred.streams.Night.CLUB;
import static dev.maitred.streams.Night.NIGHT;
import static dev.maitred.streams.Night.NINE_PM;
import static dev.maitred.streams.Night.block;
import static dev.maitred.streams.Night.booked;
import static dev.maitred.streams.Night.booking;
import static dev.maitred.streams.Night.capacity;
import static dev.maitred.streams.Night.held;
import static dev.maitred.streams.Night.hold;
import static dev.maitred.streams.Night.key;
import static dev.maitred.streams.Night.of;
import static dev.maitred.streams.Night.order;
import static dev.maitred.streams.Night.pieces;
import static dev.maitred.streams.Night.seconds;
import static dev.maitred.streams.Night.slot;
import static dev.maitred.streams.Night.slotKey;
import static dev.maitred.streams.Night.table;
import static dev.maitred.streams.Night.unitKey;
import static dev.maitred.streams.Night.venue;
import static dev.maitred.streams.Night.venueKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Occupant.State;
import dev.maitred.contract.change.Reservation;
import dev.maitred.streams.fold.Fold.Trace;
import dev.maitred.streams.fold.FoldedLog;
import dev.maitred.streams.fold.FoldedRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders and their tickets at a club with three tables. */
final class ReservationsTest {

    private static final String BOARD = BoardKeys.board(CLUB, NIGHT);
    private static final ChangeKey ORDER = order("1");
    /** The same order where it has no venue. */
    private static final ChangeKey WIDE = new ChangeKey("club", Entity.RESERVATION, "orders", "1");

    private final VenueFold fold = new VenueFold();
    private final FoldedLog club = new FoldedLog(fold, "club");

    @BeforeEach
    void open() {
        club.begun(NINE_PM);
        club.commit(venueKey(), venue());
        club.commit(slotKey(NIGHT), slot());
        club.commit(unitKey("1"), table("hall"));
        club.commit(unitKey("2"), table("hall"));
        club.commit(unitKey("3"), table("bar"));
        club.told();
    }

    private Board board() {
        return board(CLUB, NIGHT);
    }

    private Board board(String venue, String slot) {
        Board board = Objects.requireNonNull(fold.board(venue, slot));
        assertThat(board.counts().addUp()).isTrue();
        assertThat(board.sections().values()).allMatch(Counts::addUp);
        return board;
    }

    private void counts(long free, long held, long taken, long seated) {
        assertThat(board().counts())
                .extracting(Counts::free, Counts::held, Counts::taken, Counts::seated)
                .containsExactly(free, held, taken, seated);
    }

    /** A transaction of any number of changes. */
    private void commit(Map<ChangeKey, Change> changes) {
        club.log()
                .transaction(
                        club.log().clockMicros(),
                        changes.entrySet().stream()
                                .map(each -> Map.<ChangeKey, Change>of(each.getKey(), each.getValue()))
                                .map(LinkedHashMap::new)
                                .<Map<ChangeKey, Change>>map(each -> each)
                                .toList());
    }

    @Test
    void a_ticket_whose_order_is_not_there_yet_counts_as_held() {
        for (State state : List.of(State.HELD, State.CONFIRMED, State.SEATED)) {
            club.commit(booking("1"), of(ORDER, booking(state, "1")));
            counts(2, 1, 0, 0);
        }
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        counts(2, 0, 1, 1);
    }

    @Test
    void a_ticket_whose_order_is_not_there_ends_at_its_own_expiry() {
        club.commit(hold("1"), of(ORDER, held(NINE_PM + seconds(10), "1")));
        club.clock(NINE_PM + seconds(10));
        counts(3, 0, 0, 0);
    }

    @Test
    void a_ticket_that_names_something_that_is_no_reference_counts_as_held() {
        club.commit(booking("1"), of(new ChangeKey("", Entity.RESERVATION, "%", "//"), booked(NIGHT, "1")));
        counts(2, 1, 0, 0);
    }

    @Test
    void the_state_of_an_order_holds_for_its_tickets() {
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        club.commit(booking("2"), of(ORDER, booking(State.HELD, "2")));
        club.commit(ORDER, order(State.HELD, Micros.NEVER));
        counts(1, 2, 0, 0);
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        counts(1, 0, 2, 0);
        club.commit(ORDER, order(State.SEATED, Micros.NEVER));
        counts(1, 0, 2, 2);
        club.commit(ORDER, order(State.COMPLETED, Micros.NEVER));
        counts(3, 0, 0, 0);
        club.commit(ORDER, order(State.CANCELLED, Micros.NEVER));
        assertThat(board()).extracting(Board::cancelled, Board::noShows).containsExactly(2, 0);
        club.commit(ORDER, order(State.NO_SHOW, Micros.NEVER));
        assertThat(board()).extracting(Board::cancelled, Board::noShows).containsExactly(0, 2);
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        counts(1, 0, 2, 0);
        assertThat(board()).extracting(Board::cancelled, Board::noShows).containsExactly(0, 0);
    }

    @Test
    void a_ticket_that_ended_by_itself_stays_ended_whatever_its_order_says() {
        for (State state : List.of(State.COMPLETED, State.CANCELLED, State.EXPIRED, State.NO_SHOW)) {
            club.commit(booking("1"), of(ORDER, booking(state, "1")));
            for (State its : State.values()) {
                club.commit(ORDER, order(its, Micros.NEVER));
                counts(3, 0, 0, 0);
            }
            club.commit(ORDER, null);
            counts(3, 0, 0, 0);
        }
        club.commit(booking("1"), of(ORDER, booking(State.CANCELLED, "1")));
        assertThat(board().cancelled()).isEqualTo(1);
    }

    @Test
    void who_is_seated_is_seated_while_the_order_takes_anything() {
        club.commit(booking("1"), of(ORDER, booking(State.SEATED, "1")));
        club.commit(booking("2"), of(ORDER, booked(NIGHT, "2")));
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        counts(1, 0, 2, 1);
        club.commit(ORDER, order(State.HELD, Micros.NEVER));
        counts(1, 1, 1, 1);
        club.commit(ORDER, order(State.COMPLETED, Micros.NEVER));
        counts(3, 0, 0, 0);
    }

    @Test
    void all_tickets_of_an_order_are_free_again_at_its_expiry_and_never_before() {
        club.commit(ORDER, order(State.HELD, NINE_PM + seconds(10)));
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1", "2")));
        club.commit(booking("2"), of(ORDER, booked(NIGHT, "3")));
        club.told();
        club.clock(NINE_PM + seconds(10) - 1);
        assertThat(club.told()).isEmpty();
        counts(0, 3, 0, 0);
        club.clock(NINE_PM + seconds(10));
        assertThat(club.told().get(BOARD)).contains("\"free\":3,\"held\":0");
        assertThat(board().timerMicros()).isEqualTo(NINE_PM + seconds(10));
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        counts(0, 0, 3, 0);
        assertThat(board().timerMicros()).isZero();
    }

    @Test
    void a_ticket_ends_at_the_earlier_of_both_expiries() {
        club.commit(ORDER, order(State.HELD, NINE_PM + seconds(20)));
        club.commit(hold("1"), of(ORDER, held(NINE_PM + seconds(10), "1")));
        club.commit(hold("2"), of(ORDER, held(NINE_PM + seconds(30), "2")));
        club.clock(NINE_PM + seconds(10));
        counts(2, 1, 0, 0);
        club.clock(NINE_PM + seconds(20));
        counts(3, 0, 0, 0);
        club.commit(ORDER, order(State.HELD, NINE_PM + seconds(40)));
        counts(2, 1, 0, 0);
        club.clock(NINE_PM + seconds(30));
        counts(3, 0, 0, 0);
    }

    @Test
    void an_order_that_was_over_before_its_tickets_came_takes_nothing() {
        club.commit(ORDER, order(State.HELD, NINE_PM + seconds(10)));
        club.clock(NINE_PM + seconds(10));
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        counts(3, 0, 0, 0);
    }

    @Test
    void a_confirm_of_an_order_that_commits_after_its_expiry_wins() {
        club.commit(ORDER, order(State.HELD, NINE_PM + seconds(10)));
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        club.clock(NINE_PM + seconds(11));
        counts(3, 0, 0, 0);
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        counts(2, 0, 1, 0);
        club.clock(NINE_PM + seconds(60));
        counts(2, 0, 1, 0);
    }

    @Test
    void the_tickets_of_a_deleted_order_are_held_as_if_it_had_never_been_there() {
        club.commit(ORDER, order(State.CANCELLED, Micros.NEVER));
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        counts(3, 0, 0, 0);
        club.commit(ORDER, null);
        counts(2, 1, 0, 0);
        fold.remove(ORDER);
        counts(2, 1, 0, 0);
        club.commit(booking("1"), null);
        counts(3, 0, 0, 0);
    }

    @Test
    void an_order_that_is_gone_before_it_was_known_takes_nothing_from_its_tickets() {
        club.commit(ORDER, null);
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        counts(2, 1, 0, 0);
    }

    @Test
    void a_ticket_without_its_reference_has_its_own_state_again() {
        club.commit(ORDER, order(State.HELD, Micros.NEVER));
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        club.commit(booking("1"), booked(NIGHT, "1"));
        counts(2, 0, 1, 0);
        club.commit(ORDER, order(State.CANCELLED, Micros.NEVER));
        counts(2, 0, 1, 0);
    }

    @Test
    void a_ticket_moves_to_another_order() {
        club.commit(ORDER, order(State.CANCELLED, Micros.NEVER));
        club.commit(order("2"), order(State.CONFIRMED, Micros.NEVER));
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        counts(3, 0, 0, 0);
        club.commit(booking("1"), of(order("2"), booked(NIGHT, "1")));
        counts(2, 0, 1, 0);
        club.commit(ORDER, order(State.HELD, Micros.NEVER));
        counts(2, 0, 1, 0);
        club.commit(order("2"), order(State.CANCELLED, Micros.NEVER));
        counts(3, 0, 0, 0);
        assertThat(board().cancelled()).isEqualTo(1);
    }

    @Test
    void an_order_and_its_tickets_may_come_in_any_order() {
        Map<ChangeKey, Change> first = new LinkedHashMap<>();
        first.put(booking("1"), of(ORDER, booked(NIGHT, "1")));
        first.put(ORDER, order(State.CONFIRMED, Micros.NEVER));
        first.put(booking("2"), of(ORDER, booked(NIGHT, "2")));
        commit(first);
        counts(1, 0, 2, 0);
    }

    @Test
    void a_change_of_an_order_is_told_on_the_boards_of_its_tickets_and_no_other() {
        club.commit(slotKey("13"), slot());
        club.commit(slotKey("14"), slot());
        club.commit(ORDER, order(State.HELD, Micros.NEVER));
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        club.commit(booking("2"), of(ORDER, booked("13", "1")));
        club.commit(booking("3"), booked("14", "1"));
        club.told();
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        assertThat(club.told()).containsOnlyKeys(BOARD, BoardKeys.board(CLUB, "13"));
        assertThat(board().position())
                .isEqualTo(Objects.requireNonNull(fold.row(ORDER.toString())).position());
        fold.touch(ORDER);
        assertThat(club.told()).containsOnlyKeys(BOARD, BoardKeys.board(CLUB, "13"));
        club.commit(booking("2"), null);
        club.told();
        club.commit(ORDER, null);
        assertThat(club.told()).containsOnlyKeys(BOARD);
    }

    @Test
    void an_order_without_a_venue_holds_for_tickets_of_all_venues_of_its_source() {
        club.commit(new ChangeKey("club:8", Entity.SLOT, "events", "20"), slot());
        club.commit(booking("1"), of(WIDE, booked(NIGHT, "1")));
        club.commit(new ChangeKey("club:8", Entity.OCCUPANT, "bookings", "2"), of(WIDE, booked("20", "1")));
        club.commit(WIDE, order(State.CONFIRMED, Micros.NEVER));
        counts(2, 0, 1, 0);
        assertThat(board("club:8", "20").counts().taken()).isEqualTo(1);
        club.commit(WIDE, order(State.CANCELLED, Micros.NEVER));
        counts(3, 0, 0, 0);
        assertThat(board("club:8", "20").cancelled()).isEqualTo(1);
        assertThat(fold.board("club", NIGHT)).isNull();
    }

    @Test
    void an_order_without_a_venue_may_be_written_under_its_source_with_a_colon() {
        club.commit(booking("1"), of(WIDE, booked(NIGHT, "1")));
        club.commit(new ChangeKey("club:", Entity.RESERVATION, "orders", "1"), order(State.CONFIRMED, Micros.NEVER));
        counts(2, 0, 1, 0);
    }

    @Test
    void the_order_of_the_tickets_own_venue_goes_before_one_without_a_venue() {
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        club.commit(WIDE, order(State.CONFIRMED, Micros.NEVER));
        club.commit(ORDER, order(State.HELD, Micros.NEVER));
        counts(2, 1, 0, 0);
        club.commit(WIDE, order(State.CANCELLED, Micros.NEVER));
        counts(2, 1, 0, 0);
        club.commit(ORDER, null);
        counts(3, 0, 0, 0);
    }

    @Test
    void the_order_of_another_venue_or_source_is_not_the_tickets() {
        FoldedLog other = new FoldedLog(fold, "bar");
        club.commit(booking("1"), of(ORDER, booked(NIGHT, "1")));
        club.commit(new ChangeKey("club:8", Entity.RESERVATION, "orders", "1"), order(State.CONFIRMED, Micros.NEVER));
        other.commit(
                NINE_PM, new ChangeKey("bar", Entity.RESERVATION, "orders", "1"), order(State.CANCELLED, Micros.NEVER));
        counts(2, 1, 0, 0);
        assertThat(fold.reservationOf(CLUB, of(ORDER, booked(NIGHT, "1")))).isNull();
    }

    @Test
    void an_order_with_a_slash_in_its_key_is_found() {
        ChangeKey odd = key(Entity.RESERVATION, "orders", "2026/1%");
        club.commit(booking("1"), of(odd, booked(NIGHT, "1")));
        club.commit(odd, order(State.CONFIRMED, Micros.NEVER));
        counts(2, 0, 1, 0);
    }

    @Test
    void a_block_of_an_order_is_blocked_whatever_the_state() {
        club.commit(booking("1"), of(ORDER, block("1")));
        assertThat(board().counts().blocked()).isEqualTo(1);
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        assertThat(board().counts().blocked()).isEqualTo(1);
        club.commit(ORDER, order(State.CANCELLED, Micros.NEVER));
        counts(3, 0, 0, 0);
    }

    @Test
    void quantities_follow_their_order_too() {
        club.commit(key(Entity.CAPACITY, "zones", "1"), capacity(20_000L));
        club.commit(ORDER, order(State.HELD, NINE_PM + seconds(10)));
        club.commit(booking("1"), of(ORDER, pieces(State.CONFIRMED, "floor", 4, Micros.NEVER)));
        club.commit(booking("2"), of(ORDER, pieces(State.CONFIRMED, "floor", 2, Micros.NEVER)));
        assertThat(board().sections().get("floor")).isEqualTo(new Counts(20_000L, 19_994L, 6, 0, 0, 0, 0, 0));
        club.clock(NINE_PM + seconds(10));
        assertThat(board().sections().get("floor")).isEqualTo(new Counts(20_000L, 20_000L, 0, 0, 0, 0, 0, 0));
        club.commit(ORDER, order(State.CONFIRMED, Micros.NEVER));
        assertThat(board().sections().get("floor")).isEqualTo(new Counts(20_000L, 19_994L, 0, 6, 0, 0, 0, 0));
    }

    @Test
    void what_an_occupant_counts_as_is_kept_beside_what_it_says() {
        Occupant own = of(ORDER, booking(State.HELD, "1"));
        club.commit(booking("1"), own);
        club.commit(ORDER, order(State.CONFIRMED, NINE_PM + seconds(60)));
        Occupant counted = Objects.requireNonNull(
                fold.counted(CLUB, NIGHT).get(booking("1").toString()));
        assertThat(counted.state()).isEqualTo(State.CONFIRMED);
        assertThat(counted.expiresAtMicros()).isEqualTo(NINE_PM + seconds(60));
        FoldedRow row = Objects.requireNonNull(fold.row(booking("1").toString()));
        assertThat(row.change()).isEqualTo(own);
        FoldedRow its = Objects.requireNonNull(fold.reservationOf(CLUB, own));
        assertThat(its.change()).isEqualTo(new Reservation(State.CONFIRMED, NINE_PM + seconds(60), 2, null));
    }

    @Test
    void what_a_resync_takes_away_does_not_take_back_the_version_of_its_board() {
        Position old = new Position(1, new Lsn(1), 0);
        club.commit(ORDER, order(State.HELD, Micros.NEVER));
        fold.put(booking("1"), new FoldedRow(old, of(ORDER, booked(NIGHT, "1"))));
        Position newest = Objects.requireNonNull(fold.row(ORDER.toString())).position();
        assertThat(board().position()).isEqualTo(newest);
        ChangeKey trace = key(Entity.SLOT, "", NIGHT);
        Position read = new Position(1, new Lsn(2), 0);
        assertThat(fold.traceOf(booking("1"), null, read)).isEqualTo(new Trace(trace, newest));
        assertThat(fold.traceOf(booking("1"), booked(NIGHT, "1"), read)).isEqualTo(new Trace(trace, newest));
        assertThat(fold.traceOf(booking("1"), of(ORDER, booked("13", "1")), read))
                .isEqualTo(new Trace(trace, newest));
        assertThat(fold.traceOf(booking("1"), of(ORDER, booked(NIGHT, "2")), read))
                .isNull();
    }
}
