package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Slot;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A row gets another primary key: it is gone under the one and there under the other, with all that was known of it. */
@Timeout(180)
class PrimaryKeyUpdateIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    static final String SCHEMA = """
            CREATE TABLE clubs (id bigint PRIMARY KEY, name text NOT NULL, filler text, zone text NOT NULL);
            CREATE TABLE nights (id bigint PRIMARY KEY, club_id bigint NOT NULL REFERENCES clubs ON UPDATE CASCADE,
                                 code text NOT NULL UNIQUE, title text, filler text, starts timestamptz NOT NULL, ends timestamptz NOT NULL);
            CREATE TABLE bookings (id bigint PRIMARY KEY, night_id bigint NOT NULL REFERENCES nights ON UPDATE CASCADE,
                                   status text NOT NULL);
            CREATE TABLE tickets (id bigint PRIMARY KEY, night_code text NOT NULL REFERENCES nights (code), status text NOT NULL);
            ALTER TABLE clubs ALTER name SET STORAGE EXTERNAL, ALTER filler SET STORAGE PLAIN;
            ALTER TABLE nights ALTER title SET STORAGE EXTERNAL, ALTER filler SET STORAGE PLAIN;
            """;

    static final String MAPPING = """
            source: %s
            tables:
              clubs:
                venue: { name: name, time_zone: zone }
              nights:
                slot: { venue: club_id, label: title, starts_at: starts, ends_at: ends }
              bookings:
                occupant:
                  venue: night_id.club_id
                  slot: night_id
                  state: { column: status, values: { confirmed: BOOKED } }
                  on_delete: keep
              tickets:
                occupant:
                  rule: tickets
                  venue: night_code.club_id
                  slot: id
                  state: { column: status, values: { confirmed: BOOKED } }
            """;

    /** 1,000 characters, stored apart because what else is in the row cannot be. */
    private static final String LONG =
            "(SELECT substr(string_agg(md5(n::text), ''), 1, 1000) FROM generate_series(1, 40) AS n), repeat('5', 1900)";

    static final String[] ROWS = {
        "INSERT INTO clubs VALUES (1, " + LONG + ", 'Europe/Berlin'), (2, 'Red', null, 'Europe/Lisbon')",
        night(10, 1, "'a'"),
        night(20, 2, "'b'"),
        "INSERT INTO bookings VALUES (1, 10, 'BOOKED'), (2, 20, 'BOOKED')",
        "INSERT INTO tickets VALUES (1, 'a', 'BOOKED'), (2, 'b', 'BOOKED')"
    };

    @Test
    void what_the_log_leaves_out_of_it_is_what_was_known_under_the_key_before_even_through_restarts()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(new Source(SCHEMA, MAPPING), ROWS)) {
            running.source().sql("UPDATE nights SET id = 11 WHERE id = 10");
            assertThat(((Slot) Objects.requireNonNull(running.rows().get(running.club(1) + "/slot/nights/11"))).label())
                    .hasSize(1000);
            AsMapped.assertIs(running);
            assertThat(running.remembered("nights")).containsExactlyInAnyOrder("11", "20");

            running.restart();
            running.source()
                    .transaction(
                            "UPDATE nights SET id = 12 WHERE id = 11",
                            "UPDATE nights SET id = 11 WHERE id = 20",
                            "UPDATE nights SET id = 20 WHERE id = 12");
            AsMapped.assertIs(running);

            // Its nights' club is another then, and what looks that up is read again.
            running.source().sql("UPDATE clubs SET id = 3 WHERE id = 1");
            await().atMost(SOON).untilAsserted(() -> AsMapped.assertIs(running));

            running.restart();
            running.source().sql("UPDATE nights SET ends = ends + interval '1 hour'");
            AsMapped.assertIs(running);
            assertThat(running.ingest().counters().deadLetters()).isZero();
        }
    }

    @Test
    void a_row_that_gets_another_venue_with_it_takes_along_those_that_look_it_up_by_whichever_key()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(new Source(SCHEMA, MAPPING), ROWS)) {
            running.source().sql("UPDATE nights SET id = 11, club_id = 2 WHERE id = 10");

            await().atMost(SOON).untilAsserted(() -> AsMapped.assertIs(running));
            assertThat(running.rows()).containsKey(running.club(2) + "/occupant/tickets/1");
            assertThat(running.ingest().counters().deadLetters()).isZero();
        }
    }

    @Test
    void after_a_restart_a_row_is_found_by_its_other_keys_whatever_primary_key_had_them_before() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(new Source(SCHEMA, MAPPING), ROWS)) {
            running.source()
                    .sql(
                            "INSERT INTO nights SELECT n, 1, 'n' || n, null, null, '2026-11-20 21:00Z', '2026-11-21 05:00Z'"
                                    + " FROM generate_series(100, 139) AS n",
                            "UPDATE nights SET id = id + 100 WHERE id >= 100");
            running.rows();
            running.restart();
            running.source()
                    .sql("INSERT INTO tickets SELECT n, 'n' || n, 'BOOKED' FROM generate_series(100, 139) AS n");
            AsMapped.assertIs(running);
        }
    }

    @Test
    void a_row_whose_deletion_would_be_kept_does_not_stand_under_both_keys() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(new Source(SCHEMA, MAPPING), ROWS)) {
            running.source().sql("UPDATE bookings SET id = 5 WHERE id = 1");
            AsMapped.assertIs(running);

            Change kept = Objects.requireNonNull(running.rows().get(running.club(1) + "/occupant/bookings/5"));
            running.source().sql("DELETE FROM bookings WHERE id = 5");
            AsMapped.assertIs(
                    running, running.settings().mappingYaml(), Map.of(running.club(1) + "/occupant/bookings/5", kept));
        }
    }

    @Test
    void a_row_that_waits_for_its_parent_waits_under_its_new_key() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(new Source(SCHEMA, MAPPING), ROWS)) {
            running.source()
                    .transaction(
                            "SET session_replication_role = replica", "INSERT INTO tickets VALUES (3, 'c', 'BOOKED')");
            running.source().sql("UPDATE tickets SET id = 4 WHERE id = 3");
            running.restart();
            running.source().sql(night(30, 2, "'c'"));

            AsMapped.assertIs(running);
            assertThat(running.rows()).containsKey(running.club(2) + "/occupant/tickets/4");
        }
    }

    static String night(int id, int club, String code) {
        return "INSERT INTO nights VALUES (" + id + ", " + club + ", " + code + ", " + LONG
                + ", '2026-11-20 21:00Z', '2026-11-21 05:00Z')";
    }
}
