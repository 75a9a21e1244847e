package dev.maitred.packs.rush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Truth;
import dev.maitred.packs.Truth.QueueDepth;
import dev.maitred.packs.Truth.SlotCounts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RushTruthIT {

    private static final SourcePack PACK = SourcePacks.named("rush");
    private static final Instant NOW = Instant.parse("2026-03-06T19:30:00Z");
    private static final String SHOW = "00000000-0000-0000-0000-00000000000a";
    private static final String ZONE = "00000000-0000-0000-0000-00000000000b";

    /** One show of one zone of ten places, another that is called off, and two customers. */
    private static final String SMALL_HALL = """
            INSERT INTO events (id, slug, title, hall, city, time_zone, currency)
            VALUES ('00000000-0000-0000-0000-000000000001', 'e', 'E', 'H', 'X', 'UTC', 'EUR');
            INSERT INTO shows (id, event_id, slug, label, starts_at, ends_at, sale_opens_at, status)
            SELECT id::uuid, '00000000-0000-0000-0000-000000000001', slug, slug, '2026-04-01T19:00Z', '2026-04-01T22:00Z',
                   '2026-03-01T09:00Z', status
              FROM (VALUES ('00000000-0000-0000-0000-00000000000a', 'one', 'ON_SALE'),
                           ('00000000-0000-0000-0000-00000000000c', 'two', 'CANCELLED')) AS v (id, slug, status);
            INSERT INTO zones (id, show_id, code, seats, price_minor)
            VALUES ('00000000-0000-0000-0000-00000000000b', '00000000-0000-0000-0000-00000000000a', 'FLOOR', 10, 1000);
            INSERT INTO zone_stock (zone_id, seats) VALUES ('00000000-0000-0000-0000-00000000000b', 10);
            INSERT INTO customers (full_name, email) VALUES ('N', 'n@example.org'), ('M', 'm@example.org');
            """;

    @Test
    void counts_equal_loops_over_all_rows() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, NOW, 3);
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement()) {
            // What a sound application never writes, so that overbooked has something to count, and so has a line that
            // still
            // says sold when its order is cancelled.
            statement.execute("""
                    INSERT INTO zone_blocks (show_id, zone_id, quantity, reason, blocked_by)
                    SELECT show_id, id, 20000, 'OBSTRUCTED', 'Nobody' FROM zones WHERE code = 'VIEW';
                    UPDATE orders SET status = 'CANCELLED', cancelled_at = now() WHERE id % 13 = 0 AND status = 'PAID';
                    UPDATE shows SET status = 'CANCELLED' WHERE slug = 'monsoon-1'
                    """);
            for (Instant at :
                    List.of(NOW.minus(Duration.ofDays(1)), NOW, NOW.plusSeconds(60), NOW.plus(Duration.ofDays(1)))) {
                List<SlotCounts> truth = Truth.slots(connection, PACK, at);
                assertThat(truth).hasSize(8);
                assertThat(truth).containsExactlyInAnyOrderElementsOf(new BruteForce(connection, at).slots());
                assertThat(truth).allSatisfy(RushTruthIT::keepsItsInvariant);
                assertThat(truth.stream().mapToLong(slot -> slot.count("overbooked")))
                        .allMatch(places -> places > 0);
            }
        }
    }

    @Test
    void reserved_places_are_free_again_exactly_when_the_reservation_expires() throws SQLException {
        Instant expires = Instant.parse("2026-03-06T19:10:00.123456Z");
        try (Connection connection = smallHall()) {
            execute(connection, reservation(4, expires));
            SlotCounts before = only(Truth.slots(connection, PACK, expires.minusNanos(1_000)));
            assertThat(before.count("held")).isEqualTo(4);
            assertThat(before.count("free")).isEqualTo(6);
            SlotCounts at = only(Truth.slots(connection, PACK, expires));
            assertThat(at.count("held")).isZero();
            assertThat(at.count("free")).isEqualTo(10);
        }
    }

    @Test
    void a_cancelled_show_is_not_listed_and_an_empty_one_is_all_free() throws SQLException {
        try (Connection connection = smallHall()) {
            SlotCounts show = only(Truth.slots(connection, PACK, NOW));
            assertThat(show.venue()).isEqualTo("rush:00000000-0000-0000-0000-000000000001");
            assertThat(show.slot()).isEqualTo(SHOW);
            assertThat(show.counts().keySet()).containsExactlyElementsOf(columnsOfTheNightclub());
            assertThat(show.count("capacity")).isEqualTo(10);
            assertThat(show.count("free")).isEqualTo(10);
            assertThat(Truth.queues(connection, PACK, NOW)).isEmpty();
        }
    }

    @Test
    void a_zone_is_never_sold_beyond_its_seats_whatever_the_application_does() throws SQLException {
        try (Connection connection = smallHall()) {
            execute(connection, "UPDATE zone_stock SET taken = 10");
            assertThatThrownBy(() -> execute(connection, "UPDATE zone_stock SET taken = taken + 1"))
                    .hasMessageContaining("zone_stock_never_oversold");
            assertThatThrownBy(() -> execute(connection, "UPDATE zone_stock SET taken = -1"))
                    .hasMessageContaining("zone_stock_never_oversold");
        }
    }

    @Test
    void one_key_makes_one_reservation_and_one_customer_stands_in_line_once() throws SQLException {
        try (Connection connection = smallHall()) {
            execute(connection, reservation(1, NOW.plusSeconds(60)));
            assertThatThrownBy(() -> execute(connection, reservation(1, NOW.plusSeconds(60))))
                    .hasMessageContaining("idempotency_key");
            execute(connection, person(1, "a"));
            assertThatThrownBy(() -> execute(connection, person(1, "b"))).hasMessageContaining("one_place");
        }
    }

    @Test
    void people_who_come_before_the_sale_opens_wait_from_then_on() throws SQLException {
        try (Connection connection = smallHall()) {
            execute(connection, person(1, "a") + person(2, "b"));
            execute(connection, "UPDATE waiting_room SET state = 'LEFT', finished_at = now() WHERE customer_id = 2");
            assertThat(Truth.queues(connection, PACK, NOW.minusNanos(1_000)))
                    .containsExactly(new QueueDepth("rush:one", "WEB", "delayed", 1));
            assertThat(Truth.queues(connection, PACK, NOW))
                    .containsExactly(new QueueDepth("rush:one", "WEB", "waiting", 1));
        }
    }

    @Test
    void the_application_owns_nothing_and_is_no_superuser() throws SQLException {
        try (Connection connection = PackDatabase.installed(PACK).application()) {
            assertThatThrownBy(() -> execute(connection, "DROP TABLE orders")).hasMessageContaining("owner");
            assertThatThrownBy(() -> execute(connection, "DELETE FROM orders")).hasMessageContaining("denied");
            assertThatThrownBy(() -> execute(connection, "CREATE ROLE other SUPERUSER"))
                    .hasMessageContaining("denied");
        }
    }

    @Test
    void every_column_that_identifies_people_says_so() throws SQLException {
        try (Connection connection = PackDatabase.installed(PACK).owner();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        SELECT string_agg(c.relname || '.' || a.attname, ' ' ORDER BY c.relname, a.attname)
                          FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
                           AND (a.attname ~ '_name$|mail|phone|note$|response|token|blocked_by|card_holder'
                                OR c.relname = 'orders' AND a.attname = 'code')
                           AND coalesce(col_description(c.oid, a.attnum), '') NOT LIKE 'personal:%'
                        """)) {
            rows.next();
            assertThat(rows.getString(1)).isNull();
        }
    }

    static void keepsItsInvariant(SlotCounts slot) {
        assertThat(slot.count("free") + slot.count("held") + slot.count("taken") + slot.count("blocked"))
                .as("%s", slot)
                .isEqualTo(slot.count("capacity") + slot.count("overbooked"));
        assertThat(slot.count("free")).isNotNegative();
    }

    private static List<String> columnsOfTheNightclub() throws SQLException {
        SourcePack nightclub = SourcePacks.named("nightclub");
        try (Connection connection = PackDatabase.populated(nightclub, NOW, 1).owner()) {
            return List.copyOf(
                    Truth.slots(connection, nightclub, NOW).getFirst().counts().keySet());
        }
    }

    private static Connection smallHall() throws SQLException {
        Connection connection = PackDatabase.installed(PACK).owner();
        execute(connection, SMALL_HALL);
        return connection;
    }

    private static String reservation(int quantity, Instant expires) {
        return "INSERT INTO reservations (show_id, zone_id, customer_id, quantity, expires_at, created_at, idempotency_key) VALUES ('"
                + SHOW + "', '" + ZONE + "', 1, " + quantity + ", '" + expires + "', '2026-03-06T19:00Z', 'k');";
    }

    private static String person(int customer, String token) {
        return "INSERT INTO waiting_room (show_id, customer_id, token, channel, joined_at, admissible_from) VALUES ('"
                + SHOW + "', " + customer + ", '" + token + "', 'WEB', '2026-03-06T19:00Z', '" + NOW + "');";
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
