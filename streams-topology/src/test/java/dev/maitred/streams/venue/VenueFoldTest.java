package dev.maitred.streams.venue;

import static dev.maitred.streams.Night.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Occupant.State;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.streams.fold.FoldedLog;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A night at a club with three tables, from commit to board. */
final class VenueFoldTest {

    private static final String BOARD = BoardKeys.board(CLUB, NIGHT);

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
        return Objects.requireNonNull(fold.board(CLUB, NIGHT));
    }

    private void counts(long capacity, long free, long held, long taken, long blocked, long overbooked) {
        Counts counts = board().counts();
        assertThat(counts)
                .extracting(
                        Counts::capacity,
                        Counts::free,
                        Counts::held,
                        Counts::taken,
                        Counts::blocked,
                        Counts::overbooked)
                .containsExactly(capacity, free, held, taken, blocked, overbooked);
        assertThat(counts.addUp()).isTrue();
        board().sections()
                .forEach((section, its) -> assertThat(its.addUp()).as(section).isTrue());
    }

    @Test
    void a_night_without_guests_is_all_free() {
        counts(3, 3, 0, 0, 0, 0);
        assertThat(board().sections()).containsOnlyKeys("bar", "hall");
    }

    @Test
    void a_hold_is_free_again_at_the_first_watermark_at_its_expiry_and_never_before() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        counts(3, 2, 1, 0, 0, 0);
        club.clock(NINE_PM + seconds(10) - 1);
        counts(3, 2, 1, 0, 0, 0);
        assertThat(club.told()).containsKey(BOARD);
        club.clock(NINE_PM + seconds(10));
        counts(3, 3, 0, 0, 0, 0);
        assertThat(club.told()).containsOnlyKeys(BOARD);
        assertThat(board().timerMicros()).isEqualTo(NINE_PM + seconds(10));
    }

    @Test
    void a_hold_ends_at_another_commit_as_well() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        club.commit(NINE_PM + seconds(11), booking("1"), booked(NIGHT, "2"));
        counts(3, 2, 0, 1, 0, 0);
    }

    @Test
    void a_hold_is_not_judged_by_a_clock_that_goes_back() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        club.clock(NINE_PM + seconds(10));
        club.clock(NINE_PM + seconds(5));
        counts(3, 3, 0, 0, 0, 0);
        club.commit(hold("2"), held(NINE_PM + seconds(8), "2"));
        counts(3, 3, 0, 0, 0, 0);
    }

    @Test
    void a_confirm_that_commits_after_the_expiry_wins() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        club.clock(NINE_PM + seconds(20));
        counts(3, 3, 0, 0, 0, 0);
        club.commit(hold("1"), booking(State.CONFIRMED, "1"));
        counts(3, 2, 0, 1, 0, 0);
    }

    @Test
    void a_longer_hold_takes_the_place_of_the_shorter() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        club.commit(hold("1"), held(NINE_PM + seconds(30), "1"));
        club.clock(NINE_PM + seconds(20));
        counts(3, 2, 1, 0, 0, 0);
        club.clock(NINE_PM + seconds(30));
        counts(3, 3, 0, 0, 0, 0);
    }

    @Test
    void a_deleted_hold_does_not_end_twice() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        club.commit(hold("1"), null);
        club.clock(NINE_PM + seconds(20));
        counts(3, 3, 0, 0, 0, 0);
        club.commit(hold("1"), held(NINE_PM + seconds(15), "1"));
        club.commit(hold("1"), null);
        counts(3, 3, 0, 0, 0, 0);
        assertThat(board().timerMicros()).isZero();
    }

    @Test
    void a_booking_that_takes_the_place_of_its_hold_is_no_conflict() {
        club.commit(hold("1"), held(NINE_PM + seconds(10), "1"));
        club.told();
        club.commit(booking("1"), booked(NIGHT, "1"), hold("1"), null);
        assertThat(club.told().get(BOARD)).contains("\"held\":0,\"taken\":1").contains("\"conflicts\":0");
        counts(3, 2, 0, 1, 0, 0);
    }

    @Test
    void a_table_taken_twice_is_a_conflict_that_is_seen() {
        club.commit(booking("1"), booked(NIGHT, "1"));
        club.commit(booking("2"), booked(NIGHT, "1"));
        counts(3, 2, 0, 2, 0, 1);
        assertThat(board().counts().conflicts()).isEqualTo(1);
        club.commit(booking("1"), null);
        counts(3, 2, 0, 1, 0, 0);
        assertThat(board().counts().conflicts()).isZero();
    }

    @Test
    void an_inactive_table_offers_nothing_and_whoever_is_on_it_is_too_many() {
        club.commit(booking("1"), booked(NIGHT, "1"));
        club.commit(unitKey("1"), new Unit("", "", "hall", 4, false));
        counts(2, 2, 0, 1, 0, 1);
        club.commit(unitKey("1"), table("hall"));
        counts(3, 2, 0, 1, 0, 0);
    }

    @Test
    void a_table_that_nobody_knows_offers_nothing_until_it_is_known() {
        club.commit(booking("1"), booked(NIGHT, "4"));
        counts(3, 3, 0, 1, 0, 1);
        assertThat(board().sections()).containsKey("");
        club.commit(unitKey("4"), table("bar"));
        counts(4, 3, 0, 1, 0, 0);
        assertThat(board().sections()).containsOnlyKeys("bar", "hall");
    }

    @Test
    void a_deleted_table_leaves_its_guests_too_many() {
        club.commit(booking("1"), booked(NIGHT, "3"));
        club.commit(unitKey("3"), null);
        counts(2, 2, 0, 1, 0, 1);
        assertThat(board().sections()).containsOnlyKeys("", "hall");
        club.commit(booking("1"), null);
        assertThat(board().sections()).containsOnlyKeys("hall");
    }

    @Test
    void an_occupied_table_takes_its_guests_to_its_new_section() {
        club.commit(booking("1"), booking(State.SEATED, "1"));
        club.commit(unitKey("1"), table("bar"));
        assertThat(board().sections().get("hall")).isEqualTo(new Counts(1L, 1L, 0, 0, 0, 0, 0, 0));
        assertThat(board().sections().get("bar")).isEqualTo(new Counts(2L, 1L, 0, 1, 1, 0, 0, 0));
    }

    @Test
    void a_blocked_table_is_neither_free_nor_taken() {
        club.commit(booking("1"), block("1"));
        counts(3, 2, 0, 0, 1, 0);
    }

    @Test
    void a_booking_moves_to_another_night_and_table() {
        club.commit(slotKey("13"), slot());
        club.commit(booking("1"), booked(NIGHT, "1"));
        club.told();
        club.commit(booking("1"), booked("13", "2", "3"));
        assertThat(club.told()).containsOnlyKeys(BOARD, BoardKeys.board(CLUB, "13"));
        counts(3, 3, 0, 0, 0, 0);
        Board other = Objects.requireNonNull(fold.board(CLUB, "13"));
        assertThat(other.counts()).isEqualTo(new Counts(3L, 1L, 0, 2, 0, 0, 0, 0));
        assertThat(board().position()).isEqualTo(other.position());
    }

    @Test
    void only_held_confirmed_and_seated_take_something() {
        for (State state : State.values()) {
            club.commit(booking("1"), booking(state, "1"));
            assertThat(board().counts().free()).as(state.name()).isEqualTo(state.occupies() ? 2 : 3);
        }
        assertThat(board().noShows()).isEqualTo(1);
        club.commit(booking("1"), booking(State.CANCELLED, "1"));
        assertThat(board()).extracting(Board::noShows, Board::cancelled).containsExactly(0, 1);
        club.commit(booking("1"), null);
        assertThat(board()).extracting(Board::noShows, Board::cancelled).containsExactly(0, 0);
    }

    @Test
    void a_table_of_one_night_is_offered_in_that_night_alone() {
        club.commit(slotKey("13"), slot());
        club.commit(unitKey("9"), new Unit("13", "", "hall", 4, true));
        counts(3, 3, 0, 0, 0, 0);
        club.commit(booking("1"), booked(NIGHT, "9"));
        counts(3, 3, 0, 1, 0, 1);
        assertThat(Objects.requireNonNull(fold.board(CLUB, "13")).counts().free())
                .isEqualTo(4);
        club.commit(unitKey("9"), new Unit(NIGHT, "", "hall", 4, true));
        counts(4, 3, 0, 1, 0, 0);
        assertThat(Objects.requireNonNull(fold.board(CLUB, "13")).counts().free())
                .isEqualTo(3);
        club.commit(unitKey("9"), new Unit("", "", "hall", 4, true));
        counts(4, 3, 0, 1, 0, 0);
        assertThat(Objects.requireNonNull(fold.board(CLUB, "13")).counts().free())
                .isEqualTo(4);
    }

    @Test
    void what_takes_a_span_of_time_is_not_folded_and_told_nowhere() {
        club.commit(booking("1"), booked("", "1"));
        club.commit(key(Entity.SESSION, "sessions", "1"), new Session("", "1", 1, 2));
        assertThat(club.told()).isEmpty();
        club.commit(booking("1"), booked(NIGHT, "1"));
        counts(3, 2, 0, 1, 0, 0);
        club.commit(booking("1"), booked("", "1"));
        counts(3, 3, 0, 0, 0, 0);
        assertThat(club.told()).containsOnlyKeys(BOARD);
    }

    @Test
    void a_night_called_off_has_no_board_and_gets_it_back_with_its_guests() {
        club.commit(booking("1"), booked(NIGHT, "1"));
        club.told();
        club.commit(slotKey(NIGHT), slot(false));
        assertThat(club.told()).containsEntry(BOARD, null);
        assertThat(fold.board(CLUB, NIGHT)).isNull();
        club.commit(slotKey(NIGHT), slot());
        counts(3, 2, 0, 1, 0, 0);
        club.commit(slotKey(NIGHT), null);
        assertThat(club.told()).containsEntry(BOARD, null);
    }

    @Test
    void a_night_that_nobody_ever_heard_of_is_not_told() {
        club.commit(booking("1"), booked("99", "1"));
        assertThat(club.told()).isEmpty();
        club.commit(slotKey("99"), slot());
        assertThat(club.told().get(BoardKeys.board(CLUB, "99"))).contains("\"taken\":1");
    }

    @Test
    void a_venue_is_told_and_no_more_when_it_is_gone() {
        club.commit(venueKey(), venue());
        assertThat(club.told().get(BoardKeys.venue(CLUB)))
                .isEqualTo(
                        "{\"venue\":\"club:7\",\"name\":\"Club Seven\",\"tenant\":\"\",\"timeZone\":\"Europe/Berlin\"}");
        club.commit(venueKey(), null);
        assertThat(club.told()).containsEntry(BoardKeys.venue(CLUB), null);
        assertThat(board().businessDate()).isNull();
    }

    @Test
    void nothing_is_told_before_the_first_snapshot_is_whole_and_the_clock_is_known() {
        VenueFold early = new VenueFold();
        FoldedLog log = new FoldedLog(early, "club");
        log.commit(NINE_PM, slotKey(NIGHT), slot());
        assertThat(log.told()).isEmpty();
        assertThat(early.board(CLUB, NIGHT)).isNull();

        VenueFold snapshot = new VenueFold();
        FoldedLog begun = new FoldedLog(snapshot, "club");
        begun.log().snapshot(Map.of(slotKey(NIGHT), slot(), hold("1"), held(NINE_PM - 1, "1")), false, null);
        assertThat(begun.told()).isEmpty();
        begun.clock(NINE_PM);
        assertThat(begun.told().get(BOARD)).contains("\"held\":0");
    }

    @Test
    void two_sources_of_one_partition_do_not_wait_for_each_other() {
        FoldedLog other = new FoldedLog(fold, "bar");
        other.log().snapshot(Map.of(), false, null);
        other.commit(NINE_PM, new ChangeKey("bar:1", Entity.SLOT, "days", "1"), slot());
        club.commit(booking("1"), booked(NIGHT, "1"));
        assertThat(club.told()).containsOnlyKeys(BOARD);
        assertThat(other.told()).containsOnlyKeys("bar:1/1");
    }

    @Test
    void a_board_says_who_makes_up_its_numbers() {
        club.commit(booking("1"), booked(NIGHT, "1"));
        club.commit(hold("1"), held(NINE_PM + seconds(10), "2"));
        assertThat(fold.counted(CLUB, NIGHT))
                .containsOnlyKeys(booking("1").toString(), hold("1").toString());
        club.clock(NINE_PM + seconds(10));
        assertThat(fold.counted(CLUB, NIGHT)).containsOnlyKeys(booking("1").toString());
        assertThat(fold.counted(CLUB, "99")).isEmpty();
        assertThat(fold.counted("club:8", "1")).isEmpty();
    }

    @Test
    void a_unit_is_called_by_its_label_or_by_its_id_where_it_has_none() {
        club.commit(unitKey("3"), new Unit("", "T3", "bar", 4, true));
        assertThat(fold.unitLabel(CLUB, "3")).isEqualTo("T3");
        assertThat(fold.unitLabel(CLUB, "1")).isEqualTo("1");
        assertThat(fold.unitLabel(CLUB, "99")).isEqualTo("99");
        assertThat(fold.unitLabel("club:8", "3")).isEqualTo("3");
    }

    @Test
    void a_night_belongs_to_the_day_whose_business_has_not_ended() {
        // Closing hour 06:00 in Berlin; on 2026-10-25 the clocks go back at 03:00, on 2026-03-29 forward at 02:00.
        assertThat(businessDate("2026-11-20T22:00:00Z", venue())).isEqualTo("2026-11-20");
        assertThat(businessDate("2026-11-21T04:59:59Z", venue())).isEqualTo("2026-11-20");
        assertThat(businessDate("2026-11-21T05:00:00Z", venue())).isEqualTo("2026-11-21");
        assertThat(businessDate("2026-10-25T00:30:00Z", venue())).isEqualTo("2026-10-24");
        assertThat(businessDate("2026-10-25T01:30:00Z", venue())).isEqualTo("2026-10-24");
        assertThat(businessDate("2026-10-25T04:59:59Z", venue())).isEqualTo("2026-10-24");
        assertThat(businessDate("2026-10-25T05:00:00Z", venue())).isEqualTo("2026-10-25");
        assertThat(businessDate("2026-03-29T03:59:59Z", venue())).isEqualTo("2026-03-28");
        assertThat(businessDate("2026-03-29T04:00:00Z", venue())).isEqualTo("2026-03-29");
        Venue midnight = new Venue("Day", "", "America/New_York", 0);
        assertThat(businessDate("2026-07-01T03:59:00Z", midnight)).isEqualTo("2026-06-30");
        assertThat(businessDate("2026-07-01T04:00:00Z", midnight)).isEqualTo("2026-07-01");
    }

    @Test
    void a_time_zone_that_is_none_and_an_endless_night_stop_nobody() {
        assertThat(businessDate("2026-07-01T04:00:00Z", new Venue("Odd", "", "Mars/Olympus", 0)))
                .isEqualTo("null");
        club.commit(slotKey(NIGHT), new Slot("Always", Micros.UNKNOWN, Micros.NEVER, true));
        assertThat(club.told().get(BOARD))
                .contains("\"startsAt\":null,\"endsAt\":null,\"businessDate\":null")
                .contains("\"free\":3");
    }

    private String businessDate(String startsAt, Venue of) {
        club.commit(venueKey(), of);
        long from = Micros.of(Instant.parse(startsAt));
        club.commit(slotKey(NIGHT), new Slot("", from, from + seconds(3600), true));
        LocalDate date = board().businessDate();
        return String.valueOf(date);
    }
}
