package dev.maitred.streams.queue;

import static dev.maitred.streams.Night.NINE_PM;
import static dev.maitred.streams.Night.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.QueueItem.State;
import dev.maitred.streams.fold.FoldedLog;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class QueueFoldTest {

    private static final String OUTBOX = "club:outbox";
    private static final JsonMapper JSON = new JsonMapper();

    private final FoldedLog club = new FoldedLog(new QueueFold(), "club").begun(NINE_PM);

    private static ChangeKey item(int row) {
        return new ChangeKey(OUTBOX, Entity.QUEUE_ITEM, "notifications", Integer.toString(row));
    }

    private static QueueItem waiting(long enqueuedAt, long availableAt, int attempts) {
        return new QueueItem(
                State.WAITING,
                "reminder",
                5,
                enqueuedAt,
                availableAt,
                attempts == 0 ? Micros.UNKNOWN : enqueuedAt + 1,
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                attempts,
                "");
    }

    private static QueueItem running(long enqueuedAt, long leaseUntil) {
        return new QueueItem(
                State.RUNNING,
                "reminder",
                5,
                enqueuedAt,
                Micros.UNKNOWN,
                enqueuedAt,
                Micros.UNKNOWN,
                leaseUntil,
                1,
                "");
    }

    private static QueueItem finished(State state, long enqueuedAt, long finishedAt) {
        return new QueueItem(
                state, "reminder", 5, enqueuedAt, Micros.UNKNOWN, enqueuedAt, finishedAt, Micros.UNKNOWN, 1, "");
    }

    private JsonNode board() {
        return JSON.readTree(Objects.requireNonNull(club.told().get(OUTBOX)));
    }

    private JsonNode boardAt(long clockMicros) {
        club.clock(clockMicros);
        return board();
    }

    private static void states(JsonNode board, int waiting, int delayed, int running, int stalled) {
        JsonNode byState = board.path("byState");
        assertThat(byState.path("waiting").intValue()).as("waiting").isEqualTo(waiting);
        assertThat(byState.path("delayed").intValue()).as("delayed").isEqualTo(delayed);
        assertThat(byState.path("running").intValue()).as("running").isEqualTo(running);
        assertThat(byState.path("stalled").intValue()).as("stalled").isEqualTo(stalled);
        assertThat(board.path("depth").intValue()).isEqualTo(waiting + delayed + running + stalled);
    }

    @Test
    void an_item_waits_from_its_time_on_and_never_before() {
        club.commit(item(1), waiting(NINE_PM, NINE_PM + seconds(10), 0));
        states(board(), 0, 1, 0, 0);
        states(boardAt(NINE_PM + seconds(10) - 1), 0, 1, 0, 0);
        states(boardAt(NINE_PM + seconds(10)), 1, 0, 0, 0);
    }

    @Test
    void a_running_item_is_stalled_when_its_lease_is_over_and_runs_again_when_it_is_prolonged() {
        club.commit(item(1), running(NINE_PM, NINE_PM + seconds(10)));
        states(board(), 0, 0, 1, 0);
        states(boardAt(NINE_PM + seconds(10)), 0, 0, 0, 1);
        club.commit(item(1), running(NINE_PM, NINE_PM + seconds(60)));
        states(board(), 0, 0, 1, 0);
        states(boardAt(NINE_PM + seconds(59)), 0, 0, 1, 0);
    }

    @Test
    void an_item_without_a_lease_never_stalls() {
        club.commit(item(1), running(NINE_PM, Micros.UNKNOWN));
        states(boardAt(NINE_PM + seconds(100_000)), 0, 0, 1, 0);
    }

    @Test
    void finished_items_leave_the_depth_and_count_as_done_or_dead() {
        club.commit(item(1), waiting(NINE_PM, Micros.UNKNOWN, 0));
        club.commit(item(2), waiting(NINE_PM, Micros.UNKNOWN, 0));
        club.commit(item(3), waiting(NINE_PM, Micros.UNKNOWN, 0));
        club.commit(item(1), finished(State.DONE, NINE_PM, NINE_PM));
        club.commit(item(2), finished(State.DEAD, NINE_PM, NINE_PM));
        club.commit(item(3), finished(State.CANCELLED, NINE_PM, NINE_PM));
        JsonNode board = board();
        states(board, 0, 0, 0, 0);
        assertThat(board.path("dead").intValue()).isEqualTo(1);
        assertThat(board.path("oldestAgeSeconds").isNull()).isTrue();
        assertThat(board.path("drainSeconds").doubleValue()).isZero();
        assertThat(board.path("rates").path("enqueued").path("1m").doubleValue())
                .isEqualTo(3);
        assertThat(board.path("rates").path("done").path("5m").doubleValue()).isEqualTo(0.2);
        assertThat(board.path("rates").path("dead").path("15m").doubleValue()).isEqualTo(0.07);
    }

    @Test
    void the_oldest_age_grows_with_the_sources_clock_alone() {
        club.commit(item(1), waiting(NINE_PM - seconds(30), Micros.UNKNOWN, 0));
        club.commit(item(2), waiting(NINE_PM - seconds(90), Micros.UNKNOWN, 0));
        assertThat(board().path("oldestAgeSeconds").doubleValue()).isEqualTo(90);
        assertThat(boardAt(NINE_PM + seconds(1)).path("oldestAgeSeconds").doubleValue())
                .isEqualTo(91);
        club.commit(item(2), null);
        assertThat(board().path("oldestAgeSeconds").doubleValue()).isEqualTo(31);
        club.commit(item(1), waiting(NINE_PM + seconds(100), Micros.UNKNOWN, 0));
        assertThat(board().path("oldestAgeSeconds").isNull())
                .as("what is yet to come has no age")
                .isTrue();
        assertThat(boardAt(NINE_PM + seconds(101)).path("oldestAgeSeconds").doubleValue())
                .isEqualTo(1);
        club.commit(item(1), waiting(Micros.UNKNOWN, Micros.UNKNOWN, 0));
        assertThat(board().path("oldestAgeSeconds").isNull()).isTrue();
    }

    @Test
    void a_retry_counts_when_it_was_last_started() {
        club.commit(item(1), waiting(NINE_PM - seconds(120), NINE_PM + seconds(60), 2));
        JsonNode retried = board().path("rates").path("retried");
        assertThat(retried.path("1m").doubleValue()).isZero();
        assertThat(retried.path("5m").doubleValue()).isEqualTo(0.2);
    }

    @Test
    void the_drain_is_known_only_while_the_queue_shrinks() {
        club.commit(item(1), waiting(NINE_PM, Micros.UNKNOWN, 0));
        assertThat(board().path("drainSeconds").isNull()).isTrue();
        for (int row = 2; row < 12; row++) {
            club.commit(item(row), finished(State.DONE, NINE_PM - seconds(600), NINE_PM));
        }
        // 10 done and 1 enqueued in five minutes: 1.8 a minute less.
        assertThat(board().path("drainSeconds").doubleValue()).isEqualTo(33.33);
    }

    @Test
    void shares_are_by_group_and_priority_of_what_is_open() {
        club.commit(item(1), waiting(NINE_PM, Micros.UNKNOWN, 0));
        club.commit(item(2), running(NINE_PM, Micros.UNKNOWN));
        JsonNode board = board();
        assertThat(board.path("groups").toString()).isEqualTo("[{\"group\":\"reminder\",\"depth\":2}]");
        assertThat(board.path("priorities").toString()).isEqualTo("[{\"priority\":5,\"depth\":2}]");
        club.commit(item(1), null);
        club.commit(item(2), null);
        assertThat(board().path("groups").isEmpty()).isTrue();
    }

    @Test
    void a_queue_is_told_each_second_while_the_clock_goes_on_and_not_more_often() {
        club.commit(item(1), waiting(NINE_PM, Micros.UNKNOWN, 0));
        club.clock(NINE_PM + seconds(1));
        assertThat(club.told()).containsKey(OUTBOX);
        club.clock(NINE_PM + seconds(1) + 900_000);
        assertThat(club.told()).isEmpty();
        club.clock(NINE_PM + seconds(2));
        assertThat(club.told()).containsKey(OUTBOX);
    }

    @Test
    void nothing_is_told_before_the_clock_is_known() {
        FoldedLog early = new FoldedLog(new QueueFold(), "club");
        early.log().snapshot(Map.of(item(1), waiting(NINE_PM - seconds(60), NINE_PM - 1, 0)), false, null);
        assertThat(early.told()).isEmpty();
        early.clock(NINE_PM);
        JsonNode board = JSON.readTree(Objects.requireNonNull(early.told().get(OUTBOX)));
        states(board, 1, 0, 0, 0);
        assertThat(board.path("oldestAgeSeconds").doubleValue()).isEqualTo(60);
    }
}
