package dev.maitred.packs.nightclub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Truth;
import dev.maitred.packs.Truth.SlotCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NightclubTruthIT {

    private static final SourcePack PACK = SourcePacks.named("nightclub");
    private static final Instant NOW = Instant.parse("2026-03-06T23:30:00Z");

    /** One club of three tables, the third out of use, with two nights, the second called off; and another club's table. */
    private static final String SMALL_CLUB = """
            INSERT INTO clubs (slug, name, city, time_zone, currency) VALUES ('a', 'A', 'X', 'UTC', 'EUR'), ('b', 'B', 'X', 'UTC', 'EUR');
            INSERT INTO tables (club_id, number, zone, seats, active)
            VALUES (1, 1, 'BAR', 4, true), (1, 2, 'BAR', 4, true), (1, 3, 'BAR', 4, false), (2, 1, 'BAR', 4, true);
            INSERT INTO events (club_id, title, start_utc, end_utc, status)
            VALUES (1, 'One', '2026-03-06T22:00Z', '2026-03-07T04:00Z', 'SCHEDULED'),
                   (1, 'Two', '2026-03-07T22:00Z', '2026-03-08T04:00Z', 'CANCELLED');
            """;

    @Test
    void counts_equal_loops_over_all_rows() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, NOW, 3);
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement()) {
            // What a sound application never writes, so that overbooked and conflicts have something to count.
            statement.execute("""
                    INSERT INTO table_blocks (event_id, table_id, reason, blocked_by)
                    SELECT event_id, table_id, 'BROKEN', 'Nobody' FROM bookings
                     WHERE status IN ('BOOKED', 'SEATED') AND id % 9 = 0;
                    INSERT INTO booking_holds (event_id, table_id, party_size, idempotency_key, guest_name, expires_at, created_at)
                    SELECT event_id, table_id, 2, 'x' || id, 'Nobody', '2026-03-06T23:31:00Z', '2026-03-06T23:29:00Z'
                      FROM bookings WHERE status = 'SEATED' AND id % 6 = 0
                      ON CONFLICT DO NOTHING;
                    UPDATE tables SET active = NOT active WHERE id % 11 = 0
                    """);
            for (Instant at :
                    List.of(NOW.minus(Duration.ofDays(1)), NOW, NOW.plusSeconds(60), NOW.plus(Duration.ofDays(1)))) {
                List<SlotCounts> truth = Truth.slots(connection, PACK, at);
                assertThat(truth).containsExactlyInAnyOrderElementsOf(new BruteForce(connection, at).slots());
                assertThat(truth).allSatisfy(NightclubHistoryIT::keepsItsInvariant);
                assertThat(truth.stream()
                                .mapToLong(slot -> slot.count("conflicts"))
                                .sum())
                        .isPositive();
                assertThat(truth.stream()
                                .mapToLong(slot -> slot.count("overbooked"))
                                .sum())
                        .isGreaterThan(truth.stream()
                                .mapToLong(slot -> slot.count("conflicts"))
                                .sum());
            }
        }
    }

    @Test
    void a_hold_is_free_again_exactly_when_it_expires() throws SQLException {
        Instant expires = Instant.parse("2026-03-06T23:10:00.123456Z");
        try (Connection connection = smallClub()) {
            execute(
                    connection,
                    "INSERT INTO booking_holds (event_id, table_id, party_size, idempotency_key, guest_name, "
                            + "expires_at, created_at) VALUES (1, 1, 2, 'k', 'N', '" + expires
                            + "', '2026-03-06T23:00Z')");
            SlotCounts before = only(Truth.slots(connection, PACK, expires.minusNanos(1_000)));
            assertThat(before.count("held")).isEqualTo(1);
            assertThat(before.count("free")).isEqualTo(1);
            SlotCounts at = only(Truth.slots(connection, PACK, expires));
            assertThat(at.count("held")).isZero();
            assertThat(at.count("free")).isEqualTo(2);
        }
    }

    @Test
    void a_cancelled_night_is_not_listed_and_an_empty_one_is_all_free() throws SQLException {
        try (Connection connection = smallClub()) {
            SlotCounts night = only(Truth.slots(connection, PACK, NOW));
            assertThat(night.venue()).isEqualTo("nightclub:1");
            assertThat(night.slot()).isEqualTo("1");
            assertThat(night.counts().keySet())
                    .containsExactly(
                            "capacity",
                            "free",
                            "held",
                            "taken",
                            "seated",
                            "blocked",
                            "overbooked",
                            "conflicts",
                            "no_shows",
                            "cancelled",
                            "check_ins",
                            "rejected",
                            "open_sessions",
                            "deposits_minor");
            assertThat(night.count("capacity")).isEqualTo(2);
            assertThat(night.count("free")).isEqualTo(2);
            assertThat(Truth.queues(connection, PACK, NOW)).isEmpty();
        }
    }

    @Test
    void whoever_is_on_a_table_that_is_not_offered_is_overbooked() throws SQLException {
        try (Connection connection = smallClub()) {
            execute(connection, booking(3, "BOOKED") + booking(4, "SEATED") + booking(1, "SEATED"));
            SlotCounts night = only(Truth.slots(connection, PACK, NOW));
            assertThat(night.count("overbooked")).isEqualTo(2);
            assertThat(night.count("conflicts")).isZero();
            assertThat(night.count("taken")).isEqualTo(3);
            assertThat(night.count("seated")).isEqualTo(2);
            assertThat(night.count("free")).isEqualTo(1);
            NightclubHistoryIT.keepsItsInvariant(night);
        }
    }

    @Test
    void a_second_active_booking_of_a_table_is_refused_and_a_second_finished_one_is_not() throws SQLException {
        try (Connection connection = smallClub()) {
            execute(connection, booking(1, "CANCELLED") + booking(1, "COMPLETED") + booking(1, "BOOKED"));
            assertThatThrownBy(() -> execute(connection, booking(1, "SEATED")))
                    .hasMessageContaining("bookings_one_active");
        }
    }

    @Test
    void a_message_is_waiting_from_the_instant_it_is_due() throws SQLException {
        try (Connection connection = smallClub()) {
            execute(
                    connection,
                    "INSERT INTO notifications_outbox (topic, club_id, recipient, payload, next_attempt_at) "
                            + "VALUES ('booking.reminder', 1, 'r', '{}', '" + NOW + "')");
            assertThat(Truth.queues(connection, PACK, NOW.minusNanos(1_000)))
                    .containsExactly(new Truth.QueueDepth("nightclub:outbox", "booking.reminder", "delayed", 1));
            assertThat(Truth.queues(connection, PACK, NOW))
                    .containsExactly(new Truth.QueueDepth("nightclub:outbox", "booking.reminder", "waiting", 1));
        }
    }

    @Test
    void the_application_owns_nothing_and_is_no_superuser() throws SQLException {
        PackDatabase database = PackDatabase.installed(PACK);
        try (Connection connection = database.application()) {
            assertThatThrownBy(() -> execute(connection, "DROP TABLE bookings")).hasMessageContaining("owner");
            assertThatThrownBy(() -> execute(connection, "DELETE FROM bookings"))
                    .hasMessageContaining("denied");
            assertThatThrownBy(() -> execute(connection, "CREATE ROLE other SUPERUSER"))
                    .hasMessageContaining("denied");
        }
    }

    @Test
    void every_column_that_identifies_people_says_so() throws SQLException {
        PackDatabase database = PackDatabase.installed(PACK);
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT string_agg(c.relname || '.' || a.attname, ' ' ORDER BY c.relname, a.attname)
                          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
                           AND (a.attname ~ 'guest_name|phone|note$|_name$|recipient$|payload|code$|token|presented|blocked_by')
                           AND coalesce(col_description(c.oid, a.attnum), '') NOT LIKE 'personal:%'
                        """)) {
            rows.next();
            assertThat(rows.getString(1)).isNull();
        }
    }

    private static Connection smallClub() throws SQLException {
        Connection connection = PackDatabase.installed(PACK).owner();
        execute(connection, SMALL_CLUB);
        return connection;
    }

    private static String booking(int table, String status) {
        return "INSERT INTO bookings (event_id, table_id, status, party_size, channel, code, idempotency_key, guest_name, currency,"
                + " seated_at) VALUES (1, " + table + ", '" + status + "', 2, 'BOT', gen_random_uuid()::text,"
                + " gen_random_uuid()::text, 'N', 'EUR', now());";
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SlotCounts only(List<SlotCounts> slots) {
        assertThat(slots).hasSize(1);
        return slots.getFirst();
    }
}
