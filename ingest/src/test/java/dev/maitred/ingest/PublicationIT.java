package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Mark;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What passes a publication by is never sent again: nobody may go on past it as if nothing had been. */
@Timeout(180)
class PublicationIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void what_passed_by_while_a_running_sources_publication_was_away_is_read_again() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            String publication = running.source().settings.publication();
            running.source().sql("DROP PUBLICATION " + publication, booking(2), "DELETE FROM bookings WHERE id = 1");
            await().atMost(SOON).until(() -> running.ingest().failure() != null);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.ingest().failure())
                            .contains("the publication " + publication + " does not hold exactly the mapped columns")
                            .contains("CREATE PUBLICATION"));
            running.source().letIngestIn();

            assertRead(running);
        }
    }

    @Test
    void a_publication_that_was_another_for_a_moment_while_ingest_was_stopped_is_not_trusted_either()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            running.ingest().close();
            String publication = running.source().settings.publication();
            running.source()
                    .sql(
                            "ALTER PUBLICATION " + publication + " SET (publish = 'truncate')",
                            booking(2),
                            "DELETE FROM bookings WHERE id = 1",
                            "ALTER PUBLICATION " + publication + " SET (publish = 'insert, update, delete, truncate')");
            running.restart();

            assertRead(running);
        }
    }

    @Test
    void a_publication_that_stayed_as_it_was_is_gone_on_with() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            running.restart();
            running.source().sql(booking(2));

            assertThat(running.records())
                    .filteredOn(record -> record.change() instanceof Mark)
                    .allMatch(record -> ((Mark) record.change()).incarnation() == 1);
        }
    }

    @Test
    void a_role_that_lost_a_privilege_is_told_which_and_what_gives_it_back() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.ingest().close();
            String role = running.source().settings.database().user();
            running.source().sql("REVOKE SELECT (table_id, status) ON bookings FROM " + role);
            running.restart();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.ingest().failure())
                            .contains(
                                    "the role may not read table_id, status of public.bookings: GRANT USAGE ON SCHEMA")
                            .contains("GRANT SELECT ("));
        }
    }

    @Test
    void a_clock_that_others_write_into_the_log_is_not_believed_and_ends_no_transaction() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source()
                    .sql(
                            "SELECT pg_logical_emit_message(false, 'maitred', '4102444800000000')",
                            "SELECT pg_logical_emit_message(false, 'maitred', 'no clock at all')");
            int before = running.records().size();
            running.source()
                    .transaction(booking(1), "SELECT pg_logical_emit_message(true, 'maitred', '1')", booking(2));

            List<ChangeRecord> transaction =
                    running.records().subList(before, running.records().size());
            assertThat(transaction)
                    .extracting(record -> record.position().index())
                    .containsExactly(1, 2);
            assertThat(transaction)
                    .extracting(record -> record.headers().end() == null)
                    .containsExactly(true, false);
            assertThat(running.ingest().failure()).isNull();
            assertThat(Micros.instant(running.ingest().counters().clockMicros()))
                    .isBefore(Instant.now().plus(Duration.ofHours(1)));
        }
    }

    private static void assertRead(RunningIngest running) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(running.rows())
                        .containsKey(running.club(1) + "/occupant/bookings/2")
                        .doesNotContainKey(running.club(1) + "/occupant/bookings/1"));
        assertThat(running.ingest().failure()).isNull();
    }

    private static String booking(int id) {
        return "INSERT INTO bookings VALUES (" + id + ", 10, " + id + ", 'BOOKED', 'Ann', null)";
    }
}
