package dev.maitred.packs.nightclub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Truth;
import dev.maitred.packs.Truth.SlotCounts;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NightclubHistoryIT {

    private static final SourcePack PACK = SourcePacks.named("nightclub");
    private static final Instant FRIDAY_NIGHT = Instant.parse("2026-03-06T23:30:00Z");

    @Test
    void the_same_instant_and_seed_give_the_same_rows() throws SQLException {
        List<String> one = hashes(PackDatabase.populated(PACK, FRIDAY_NIGHT, 7));
        List<String> two = hashes(PackDatabase.populated(PACK, FRIDAY_NIGHT, 7));
        List<String> other = hashes(PackDatabase.populated(PACK, FRIDAY_NIGHT, 8));
        assertThat(two).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-06T23:30:00Z",
                "2026-03-10T05:02:00Z",
                "2026-03-11T06:05:00Z",
                "2026-03-29T00:30:00Z",
                "2026-07-15T13:00:00Z",
                "2026-11-21T09:01:00Z",
                "2026-12-31T18:45:00Z"
            })
    void at_whatever_hour_tonight_is_under_way_and_last_night_is_complete(String instant) throws SQLException {
        Instant now = Instant.parse(instant);
        PackDatabase database = PackDatabase.populated(PACK, now, 1);
        try (Connection connection = database.owner()) {
            List<SlotCounts> slots = Truth.slots(connection, PACK, now);
            assertThat(slots).hasSizeBetween(80, 140);
            assertThat(slots).allSatisfy(NightclubHistoryIT::keepsItsInvariant);
            assertThat(slots)
                    .allSatisfy(slot -> assertThat(slot.count("conflicts")).isZero());
            assertThat(strings(connection, "SELECT count(DISTINCT time_zone) || '/' || count(*) FROM clubs"))
                    .containsExactly("3/6");
            assertThat(strings(connection, """
                    SELECT club_id FROM events WHERE status = 'SCHEDULED' AND end_utc > ?::timestamptz
                       AND start_utc < ?::timestamptz + interval '90 minutes' ORDER BY club_id
                    """, instant, instant)).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(longs(connection, """
                    SELECT count(*) FROM events WHERE status = 'SCHEDULED' AND start_utc > ?::timestamptz + interval '10 hours'
                    """, instant)).isGreaterThanOrEqualTo(9);
            // Last night: the business day before the one that each club is in.
            assertThat(strings(connection, """
                    SELECT DISTINCT e.club_id FROM events e JOIN clubs c ON c.id = e.club_id
                     WHERE e.status <> 'CANCELLED' AND e.end_utc <= ?::timestamptz
                       AND ((e.start_utc AT TIME ZONE c.time_zone) - c.day_ends_at::interval)::date
                         = ((?::timestamptz AT TIME ZONE c.time_zone) - c.day_ends_at::interval)::date - 1
                       AND EXISTS (SELECT FROM bookings b WHERE b.event_id = e.id AND b.status = 'COMPLETED')
                     ORDER BY 1
                    """, instant, instant)).containsExactly("1", "2", "3", "4", "5", "6");
            assertThat(longs(connection, """
                    SELECT count(*) FROM bookings b JOIN events e ON e.id = b.event_id
                     WHERE e.end_utc <= ?::timestamptz AND b.status IN ('BOOKED', 'SEATED')
                    """, instant)).isZero();
            assertThat(longs(connection, "SELECT count(*) FROM bookings WHERE created_at > ?::timestamptz", instant))
                    .isZero();
            assertThat(longs(connection, """
                    SELECT count(*) FROM notifications_outbox
                     WHERE status = 'SENT' AND sent_at < ?::timestamptz - interval '7 days'
                    """, instant)).as("to be purged").isPositive();
            assertThat(longs(
                            connection, "SELECT count(*) FROM check_ins WHERE checked_in_at > ?::timestamptz", instant))
                    .isZero();
        }
    }

    @Test
    void a_friday_night_has_every_kind_of_row_in_plausible_numbers() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, FRIDAY_NIGHT, 1);
        try (Connection connection = database.owner()) {
            assertThat(longs(connection, "SELECT count(*) FROM bookings")).isBetween(6_000L, 12_000L);
            assertThat(longs(connection, "SELECT count(*) FROM notifications_outbox"))
                    .isBetween(5_000L, 12_000L);
            assertThat(strings(connection, "SELECT DISTINCT status FROM bookings ORDER BY 1"))
                    .containsExactly("BOOKED", "CANCELLED", "COMPLETED", "NO_SHOW", "SEATED");
            assertThat(strings(connection, "SELECT DISTINCT status FROM events ORDER BY 1"))
                    .containsExactly("CANCELLED", "CLOSED", "SCHEDULED");
            assertThat(strings(connection, "SELECT DISTINCT status FROM notifications_outbox ORDER BY 1"))
                    .containsExactly("DEAD", "FAILED", "NEW", "SENDING", "SENT");
            assertThat(strings(connection, "SELECT DISTINCT status FROM guest_list_entries ORDER BY 1"))
                    .containsExactly("ARRIVED", "CANCELLED", "CONFIRMED", "INVITED", "NO_SHOW");
            assertThat(longs(connection, "SELECT count(DISTINCT reject_reason) FROM check_ins"))
                    .isEqualTo(6);
            assertThat(longs(connection, "SELECT count(DISTINCT topic) FROM notifications_outbox"))
                    .isEqualTo(5);
            assertThat(longs(connection, "SELECT count(*) FROM table_blocks WHERE lifted_at IS NULL"))
                    .isPositive();
            assertThat(longs(connection, "SELECT count(*) FROM tables WHERE NOT active"))
                    .isPositive();
            assertThat(strings(connection, """
                    SELECT count(*) FROM tables WHERE active GROUP BY club_id ORDER BY 1
                    """)).containsExactly("20", "36", "48", "64", "90", "120");
            SlotCounts tonight = busiest(connection);
            assertThat(tonight.count("seated")).isGreaterThan(30);
            assertThat(tonight.count("free")).isPositive();
            assertThat(tonight.count("held")).isPositive();
            assertThat(tonight.count("check_ins")).isGreaterThan(100);
            assertThat(tonight.count("deposits_minor")).isPositive();
            // The schema's foreign keys do not say it: nobody books a table of another club.
            assertThat(longs(connection, """
                    SELECT count(*) FROM bookings b JOIN events e ON e.id = b.event_id JOIN tables t ON t.id = b.table_id
                     WHERE e.club_id <> t.club_id
                    """)).isZero();
        }
    }

    @Test
    void the_queue_of_a_friday_night_has_messages_in_every_state() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, FRIDAY_NIGHT, 1);
        try (Connection connection = database.owner()) {
            List<Truth.QueueDepth> depths = Truth.queues(connection, PACK, FRIDAY_NIGHT);
            assertThat(depths).extracting(Truth.QueueDepth::queue).containsOnly("nightclub:outbox");
            assertThat(depths)
                    .extracting(Truth.QueueDepth::state)
                    .contains("waiting", "delayed", "running", "done", "dead");
            assertThat(depths.stream().mapToLong(Truth.QueueDepth::depth).sum())
                    .isEqualTo(longs(connection, "SELECT count(*) FROM notifications_outbox"));
            // In a week everything planned is due.
            assertThat(Truth.queues(connection, PACK, FRIDAY_NIGHT.plus(Duration.ofDays(9))))
                    .extracting(Truth.QueueDepth::state)
                    .doesNotContain("delayed");
        }
    }

    @Test
    void a_populated_database_is_not_populated_again() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, FRIDAY_NIGHT, 1);
        try (Connection connection = database.owner()) {
            assertThat(PACK.isPopulated(connection)).isTrue();
            long before = longs(connection, "SELECT count(*) FROM bookings");
            assertThatThrownBy(() -> PACK.populate(connection, FRIDAY_NIGHT, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fresh database");
            assertThat(longs(connection, "SELECT count(*) FROM bookings")).isEqualTo(before);
        }
    }

    private static SlotCounts busiest(Connection connection) throws SQLException {
        return Truth.slots(connection, PACK, FRIDAY_NIGHT).stream()
                .filter(slot -> slot.venue().equals("nightclub:1") && slot.count("seated") > 0)
                .findFirst()
                .orElseThrow();
    }

    static void keepsItsInvariant(SlotCounts slot) {
        assertThat(slot.count("free") + slot.count("held") + slot.count("taken") + slot.count("blocked"))
                .as("%s", slot)
                .isEqualTo(slot.count("capacity") + slot.count("overbooked"));
        assertThat(slot.count("free")).isNotNegative();
        assertThat(slot.count("seated")).isLessThanOrEqualTo(slot.count("taken"));
    }

    private static List<String> hashes(PackDatabase database) throws SQLException {
        List<String> hashes = new ArrayList<>();
        try (Connection connection = database.owner()) {
            for (String table : strings(
                    connection,
                    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1")) {
                hashes.addAll(strings(
                        connection,
                        "SELECT '" + table + " ' || md5(string_agg(t::text, '|' ORDER BY id)) FROM " + table + " t"));
            }
        }
        assertThat(hashes).hasSize(14).doesNotContainNull();
        return hashes;
    }

    private static long longs(Connection connection, String sql, String... parameters) throws SQLException {
        return Long.parseLong(strings(connection, sql, parameters).getFirst());
    }

    private static List<String> strings(Connection connection, String sql, String... parameters) throws SQLException {
        try (Statement zone = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            zone.execute("SET TIME ZONE 'UTC'");
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<String> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
            return values;
        }
    }
}
