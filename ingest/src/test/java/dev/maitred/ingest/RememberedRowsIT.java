package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.change.Venue;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a change does not say by itself. */
@Timeout(180)
class RememberedRowsIT {

    private static final String ORPHANS = "SET session_replication_role = replica";

    @Test
    void a_row_that_comes_before_its_parent_waits_for_it_even_through_a_restart() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source().transaction(ORPHANS, booking(1, 30), booking(2, 30), booking(3, 30), booking(4, 10));
            running.source().sql("DELETE FROM bookings WHERE id = 2", "UPDATE bookings SET table_id = 9 WHERE id = 3");
            assertThat(running.rows().keySet())
                    .contains(running.club(1) + "/occupant/bookings/4")
                    .doesNotContain(running.club(1) + "/occupant/bookings/1");
            assertThat(running.ingest().counters().deadLetters()).isZero();

            running.restart();
            running.source().transaction(ORPHANS, night(30, 5));
            assertThat(running.rows().keySet()).contains(running.club(5) + "/slot/nights/30");
            assertThat(running.rows().keySet())
                    .contains(running.club(5) + "/occupant/bookings/1", running.club(5) + "/occupant/bookings/3")
                    .doesNotContain(running.club(5) + "/occupant/bookings/2");
            assertThat(running.rows()
                            .get(running.club(5) + "/occupant/bookings/3")
                            .toString())
                    .contains("units=[9]");
        }
    }

    @Test
    void a_row_that_turns_to_a_parent_that_is_not_there_stands_nowhere_until_it_is() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, 10))) {
            running.source().transaction(ORPHANS, "UPDATE bookings SET night_id = 30 WHERE id = 1");
            assertThat(running.rows().keySet()).noneMatch(key -> key.endsWith("/bookings/1"));

            running.source().transaction(night(30, 2));
            assertThat(running.rows()).containsKey(running.club(2) + "/occupant/bookings/1");
        }
    }

    @Test
    void in_one_transaction_a_child_may_stand_before_its_parent() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source()
                    .sql("ALTER TABLE bookings ALTER CONSTRAINT bookings_night_id_fkey DEFERRABLE INITIALLY DEFERRED");
            int before = running.records().size();
            running.source().transaction(booking(1, 30), night(30, 1));

            assertThat(running.records().subList(before, running.records().size()))
                    .extracting(record -> record.key().row())
                    .containsExactly("30", "1");
            assertThat(running.records().getLast().headers().end()).isNotNull();
        }
    }

    @Test
    void a_value_stored_out_of_line_that_an_update_does_not_send_is_the_last_one_seen() throws SQLException {
        String name = "substr((SELECT string_agg(md5(n::text), '') FROM generate_series(1, 40) AS n), 1, 1000)";
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source()
                    .sql(
                            "ALTER TABLE clubs ALTER name SET STORAGE EXTERNAL, ALTER phone SET STORAGE PLAIN",
                            "INSERT INTO clubs VALUES (3, " + name + ", 'Europe/Berlin', repeat('5', 1900), '06:00')",
                            "INSERT INTO clubs VALUES (4, 'not sent', 'Europe/Berlin', null, null)");
            String written = ((Venue) running.rows().get(running.club(3) + "/venue/clubs/3")).name();
            assertThat(written).hasSize(1000);

            running.restart();
            running.source().sql("UPDATE clubs SET closes = '05:00' WHERE id = 3");

            assertThat(running.rows())
                    .containsEntry(running.club(3) + "/venue/clubs/3", new Venue(written, "", "Europe/Berlin", 300));
            assertThat(running.ingest().counters().deadLetters()).isZero();
        }
    }

    /** It is not remembered how it was, but that there was one; so not even a dead letter is the last word on the row. */
    @Test
    void a_value_too_long_to_be_remembered_that_an_update_does_not_send_is_read_again() throws SQLException {
        Source source = new Source("""
                CREATE TABLE clubs (id bigint PRIMARY KEY, name text NOT NULL, zone text NOT NULL, terms text STORAGE EXTERNAL);
                """, """
                source: %s
                tables:
                  clubs:
                    venue: { name: name, time_zone: zone, when: terms.size() > 9 }
                """);
        try (RunningIngest running = RunningIngest.throughWith(
                source, "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', repeat('long ', 60000))")) {
            running.source().sql("UPDATE clubs SET name = 'Red' WHERE id = 1");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(running.rows())
                            .containsEntry(
                                    running.club(1) + "/venue/clubs/1", new Venue("Red", "", "Europe/Berlin", 0)));
            assertThat(running.ingest().counters().deadLetters()).isEqualTo(1);

            running.restart();
            running.source().sql("UPDATE clubs SET id = 2, name = 'Green' WHERE id = 1");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(running.rows())
                            .doesNotContainKey(running.club(1) + "/venue/clubs/1")
                            .containsEntry(
                                    running.club(2) + "/venue/clubs/2", new Venue("Green", "", "Europe/Berlin", 0)));
        }
    }

    private static String booking(int id, int night) {
        return "INSERT INTO bookings VALUES (" + id + ", " + night + ", 1, 'BOOKED', 'Ann', null)";
    }

    private static String night(int id, int club) {
        return "INSERT INTO nights VALUES (" + id + ", " + club + ", '2026-11-20 21:00Z', '2026-11-21 05:00Z')";
    }
}
