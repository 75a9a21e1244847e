package dev.maitred.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.launcher.Commands;
import dev.maitred.launcher.Commands.Result;
import dev.maitred.launcher.demo.RunningDemo.Answer;
import dev.maitred.launcher.demo.RunningDemo.Place;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What became of rows of the running demo, as a person asks for it. */
@Timeout(300)
class TraceIT {

    private static final Duration SOON = Duration.ofMinutes(1);

    private final RunningDemo demo = RunningDemo.get();

    private static Result trace(String... arguments) {
        return Commands.run(
                Stream.concat(Stream.of("trace", "--data", RunningDemo.DATA.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static Result found(String table, Object key) {
        Result result = trace(table, key.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 100);
        return result;
    }

    /** As one line, wherever it was wrapped. */
    private static String said(Result result) {
        return result.out().replaceAll("\\s+", " ");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_confirmed_booking_is_followed_to_the_board_that_counts_it() throws Exception {
        Place place = demo.freePlace();
        try (Connection connection = demo.connect()) {
            long booking = RunningDemo.book(connection, place);
            Result result = found("bookings", booking);
            System.out.println(result.out());
            assertThat(said(result))
                    .startsWith("bookings " + booking + " of nightclub It counts as taken for T")
                    .contains(
                            " on the board of slot " + place.slot() + " of " + place.venue() + ".",
                            "The row is there; it was read at exactly ",
                            "The mapping makes it an occupant of " + place.venue() + ".",
                            "kind booking, state confirmed, slot " + place.slot(),
                            "Its last record came by insert.",
                            place.venue() + "/occupant/bookings/" + booking + ", partition ",
                            "The log says the same as the database.")
                    .doesNotContain("Wilhelmine", "5550199");

            RunningDemo.cancel(connection, booking);
            assertThat(said(found("bookings", booking)))
                    .contains(
                            "It takes nothing on the board of slot " + place.slot() + " of " + place.venue()
                                    + ": its state is cancelled.",
                            "Its last record came by update.",
                            " insert, " + place.venue() + "/occupant",
                            "The log says the same as the database.");
        }
    }

    @Test
    void a_booking_that_the_log_does_not_have_yet_is_said_to_be_on_its_way() throws Exception {
        demo.platform().platform().holdIngestBack(Duration.ofMinutes(1));
        try (Connection connection = demo.connect()) {
            long booking = RunningDemo.book(connection, demo.freePlace());
            assertThat(said(found("bookings", booking)))
                    .containsPattern(
                            "The log does not say the same yet: it goes up to [0-9A-F/]+, and the database was read at")
                    .contains("Nothing stands there under the rule's key.", "A newer change is on its way");
            demo.platform().platform().holdIngestBack(Duration.ZERO);
            assertThat(said(found("bookings", booking))).contains("The log says the same as the database.");
            RunningDemo.cancel(connection, booking);
        } finally {
            demo.platform().platform().holdIngestBack(Duration.ZERO);
        }
    }

    @Test
    void a_hold_that_is_over_says_at_which_clock_and_a_deleted_one_says_at_which_position() throws Exception {
        Place place = demo.freePlace();
        try (Connection connection = demo.connect()) {
            String hold = RunningDemo.one(connection, """
                    INSERT INTO booking_holds (event_id, table_id, party_size, idempotency_key, guest_name, created_at, expires_at)
                    SELECT %s, %s, 2, gen_random_uuid(), 'Wilhelmine Testgast', at, at + interval '1 second'
                      FROM clock_timestamp() AS at
                    RETURNING id""".formatted(place.slot(), place.unit()));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(said(found("booking_holds", hold)))
                            .containsPattern("It takes nothing on the board of slot .*: it expired at 20[^ ]+Z, "
                                    + "and the board's clock says 20[^ ]+Z"));

            run(connection, "DELETE FROM booking_holds WHERE id = " + hold);
            assertThat(said(found("booking_holds", hold)))
                    .containsPattern(
                            "nightclub It counts nowhere: the row was deleted \\(\\d+:[0-9A-F]+/[0-9A-F]+:\\d+\\)\\.")
                    .contains(
                            "There is no such row in booking_holds, read at exactly",
                            "Its last record is a tombstone: the row was deleted.",
                            "(tombstone)",
                            "The log says nothing of it, as it should.");
        }
    }

    @Test
    void a_row_that_does_not_meet_its_rule_names_the_expression() throws Exception {
        try (Connection connection = demo.connect()) {
            String block =
                    RunningDemo.one(connection, "SELECT min(id)::text FROM table_blocks WHERE lifted_at IS NOT NULL");
            assertThat(said(found("table_blocks", block)))
                    .contains("The mapping leaves it out: the row does not meet when: lifted_at == null.");
        }
    }

    @Test
    void an_event_is_a_slot_and_an_outbox_row_is_one_of_its_queue() throws Exception {
        try (Connection connection = demo.connect()) {
            assertThat(said(found("events", demo.freePlace().slot()))).contains("The mapping makes it a slot of");
            String done =
                    RunningDemo.one(connection, "SELECT min(id)::text FROM notifications_outbox WHERE status = 'SENT'");
            assertThat(said(found("notifications_outbox", done)))
                    .contains(
                            "It is done, so it no longer counts towards the depth of the queue nightclub:outbox.",
                            "nightclub:outbox/queue-item/notifications_outbox/" + done,
                            "The log says the same as the database.");
        }
    }

    @Test
    void a_row_that_was_put_aside_says_why() throws Exception {
        try (Connection connection = demo.connect()) {
            String event = RunningDemo.one(
                    connection,
                    "INSERT INTO events (club_id, title, start_utc, end_utc) VALUES (1, 'too late', '294270-01-01', '294271-01-01')"
                            + " RETURNING id");
            try {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(said(found("events", event)))
                                .contains(
                                        "It cannot be mapped: starts_at: expected a point in time before the year 294247",
                                        "put aside",
                                        ", position "));
            } finally {
                run(connection, "DELETE FROM events WHERE id = " + event);
            }
        }
    }

    @Test
    void a_row_that_waits_for_its_parent_says_for_which() throws Exception {
        try (Connection connection = demo.connect()) {
            run(connection, "SET session_replication_role = replica");
            long booking = RunningDemo.book(connection, new Place("nightclub:1", "777777777", "1"));
            try {
                assertThat(said(found("bookings", booking)))
                        .contains(
                                "It waits for its parent events 777777777, which is not there.",
                                "Ingest holds the row back until these come: public.events/777777777.");
            } finally {
                run(connection, "DELETE FROM bookings WHERE id = " + booking);
            }
        }
    }

    @Test
    void of_a_row_that_nobody_knows_nothing_is_said_and_the_exit_code_is_1() {
        Result result = trace("bookings", "987654321987");
        assertThat(result.code()).isEqualTo(1);
        assertThat(said(result))
                .contains(
                        "Nothing is known of a row 987654321987 of bookings: it is not in the database, not in the log, "
                                + "and was not put aside.");
    }

    @Test
    void a_table_that_is_not_mapped_says_which_are() {
        Result result = trace("guests", "1");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains(
                        "The table guests of nightclub is not mapped. Mapped are: booking_holds, bookings, check_ins");
        assertThat(trace("--source", "nix", "bookings", "1").err())
                .contains("There is no source \"nix\"", "Known: nightclub.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1'; DROP TABLE bookings; --",
                "\" OR 1=1",
                "99999999999999999999999999",
                "1,2",
                "\u001b[31m",
                "1/occupant/bookings/2",
                "%00%2F"
            })
    void a_key_that_is_none_is_refused_in_words(String key) {
        Result result = trace("bookings", key);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("maitred: row: the column id is of type int8, and what was typed is no such value\n");
        assertThat(trace(key, "1").err()).contains("is not mapped").doesNotContain("\u001b", "\u0000");
    }

    @Test
    void a_key_of_no_text_that_a_database_holds_is_refused_too() {
        assertThat(trace("bookings", "\u0000").err()).contains("The query has a NUL character (%00)");
    }

    @Test
    void a_key_beyond_all_measure_and_none_at_all_are_refused() throws Exception {
        for (String row : List.of("", "1".repeat(4_001))) {
            Answer answer = demo.get("/api/v1/trace?table=bookings&row=" + row);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.type()).startsWith("application/problem+json");
            assertThat(answer.json().path("detail").asString()).startsWith("row: expected a primary key, as in 4711");
        }
        assertThat(demo.get("/api/v1/trace?row=1").json().path("detail").asString())
                .startsWith("table: expected a mapped table, as in bookings, found none");
        String quoted = URLEncoder.encode("bookings\"; DROP TABLE bookings; --", StandardCharsets.UTF_8);
        assertThat(demo.get("/api/v1/trace?row=1&table=" + quoted).status()).isEqualTo(404);
    }

    @Test
    void the_answer_as_json_is_the_api_s() throws Exception {
        Result result = trace("--json", "clubs", "1");
        assertThat(result.code()).isZero();
        assertThat(result.out())
                .startsWith("{\"source\":\"nightclub\",\"table\":\"clubs\",\"row\":\"1\",\"found\":true,");
        Answer answer = demo.get("/api/v1/trace?table=clubs&row=1");
        assertThat(answer.json().at("/rules/0/agreement/is").asString()).isEqualTo("same");
        assertThat(answer.json().at("/rules/0/log/records/0/lsn").asString()).contains("/");
        assertThat(answer.json().at("/rules/0/board/countsAs").asString()).isEqualTo("venue");
    }

    @Test
    void of_many_that_ask_at_once_some_are_told_to_come_again() throws Exception {
        Callable<Integer> ask =
                () -> demo.get("/api/v1/trace?table=bookings&row=1").status();
        try (var all = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> answers =
                    all.invokeAll(Stream.generate(() -> ask).limit(12).toList());
            for (Future<Integer> each : answers) {
                assertThat(each.get()).isIn(200, 429);
            }
            assertThat(answers.stream().map(Future::resultNow)).contains(200, 429);
        }
    }
}
