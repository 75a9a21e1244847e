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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RushHistoryIT {

    private static final SourcePack PACK = SourcePacks.named("rush");
    private static final Instant EVENING = Instant.parse("2026-03-06T19:30:00Z");

    @Test
    void the_same_instant_and_seed_give_the_same_rows() throws SQLException {
        List<String> one = hashes(PackDatabase.populated(PACK, EVENING, 7));
        assertThat(hashes(PackDatabase.populated(PACK, EVENING, 7))).isEqualTo(one);
        assertThat(hashes(PackDatabase.populated(PACK, EVENING, 8))).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2026-03-06T19:30:00Z", "2026-03-11T06:05:00Z", "2026-03-29T00:30:00Z", "2026-12-31T23:59:59Z"})
    void at_whatever_hour_sales_are_on_and_nothing_is_written_ahead_of_its_time(String instant) throws SQLException {
        Instant now = Instant.parse(instant);
        try (Connection connection = PackDatabase.populated(PACK, now, 1).owner()) {
            List<SlotCounts> slots = Truth.slots(connection, PACK, now);
            assertThat(slots)
                    .hasSize(9)
                    .allSatisfy(RushTruthIT::keepsItsInvariant)
                    .allSatisfy(slot -> {
                        assertThat(slot.count("capacity")).isEqualTo(100_000);
                        assertThat(slot.count("overbooked")).isZero();
                    });
            assertThat(strings(connection, "SELECT status || ' ' || count(*) FROM shows GROUP BY status ORDER BY 1"))
                    .containsExactly("ANNOUNCED 1", "ON_SALE 8");
            assertThat(strings(connection, "SELECT count(*) || ' ' || sum(seats) FROM zones"))
                    .containsExactly("45 900000");
            String at = "'" + instant + "'::timestamptz";
            assertThat(strings(
                            connection, "SELECT count(*) FROM shows WHERE starts_at < " + at + " + interval '9 days'"))
                    .containsExactly("0");
            assertThat(strings(connection, """
                    SELECT (SELECT count(*) FROM orders WHERE paid_at > %1$s OR cancelled_at > %1$s)
                         + (SELECT count(*) FROM reservations WHERE created_at > %1$s OR updated_at > %1$s)
                         + (SELECT count(*) FROM waiting_room WHERE joined_at > %1$s OR admitted_at > %1$s OR finished_at > %1$s)
                         + (SELECT count(*) FROM payments WHERE taken_at > %1$s)
                         + (SELECT count(*) FROM zone_blocks WHERE created_at > %1$s OR lifted_at > %1$s)
                    """.formatted(at))).containsExactly("0");
            assertThat(strings(connection, StockCheck.DIFFERENCES)).isEmpty();
        }
    }

    @Test
    void it_has_every_kind_of_row_in_plausible_numbers() throws SQLException {
        try (Connection connection = PackDatabase.populated(PACK, EVENING, 1).owner()) {
            assertThat(number(connection, "SELECT count(*) FROM orders")).isBetween(2_000L, 5_000L);
            assertThat(number(connection, "SELECT count(*) FROM order_lines")).isGreaterThan(2_500);
            assertThat(strings(connection, "SELECT DISTINCT status FROM orders ORDER BY 1"))
                    .containsExactly("CANCELLED", "PAID");
            assertThat(strings(connection, "SELECT DISTINCT status FROM reservations ORDER BY 1"))
                    .containsExactly("EXPIRED", "HELD", "RELEASED", "SOLD");
            assertThat(strings(connection, "SELECT DISTINCT state FROM waiting_room ORDER BY 1"))
                    .containsExactly("ADMITTED", "DONE", "EXPIRED", "LEFT", "WAITING");
            assertThat(number(connection, """
                    SELECT count(*) FROM order_lines l JOIN orders o ON o.id = l.order_id
                     WHERE l.status = 'RETURNED' AND o.status = 'PAID'
                    """)).as("lines given back alone").isPositive();
            assertThat(number(connection, """
                    SELECT count(*) FROM orders o
                     WHERE total_minor <> (SELECT sum(quantity * unit_price_minor) FROM order_lines l
                                            WHERE l.order_id = o.id AND (l.status = 'SOLD' OR o.status = 'CANCELLED'))
                    """)).isZero();
            assertThat(number(connection, "SELECT count(*) FROM zone_stock WHERE seats - taken = 12"))
                    .as("zones that are nearly sold out")
                    .isEqualTo(2);
            assertThat(Truth.slots(connection, PACK, EVENING).getFirst().count("held"))
                    .isPositive();
            List<QueueDepth> depths = Truth.queues(connection, PACK, EVENING);
            assertThat(depths).extracting(QueueDepth::state).contains("waiting", "delayed", "running", "done", "dead");
            assertThat(depths).extracting(QueueDepth::queue).contains("rush:aurora-1", "rush:monsoon-3");
        }
    }

    @Test
    void a_populated_database_is_not_populated_again() throws SQLException {
        try (Connection connection = PackDatabase.populated(PACK, EVENING, 1).owner()) {
            assertThat(PACK.isPopulated(connection)).isTrue();
            assertThatThrownBy(() -> PACK.populate(connection, EVENING, 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fresh database");
            assertThat(number(connection, "SELECT count(*) FROM zones")).isEqualTo(45);
        }
    }

    private static List<String> hashes(PackDatabase database) throws SQLException {
        List<String> hashes = new ArrayList<>();
        try (Connection connection = database.owner()) {
            for (String table : strings(
                    connection,
                    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1")) {
                hashes.addAll(strings(
                        connection,
                        "SELECT '" + table + " ' || md5(string_agg(t::text, '|' ORDER BY t::text)) FROM " + table
                                + " t"));
            }
        }
        assertThat(hashes).hasSize(12).doesNotContainNull();
        return hashes;
    }

    private static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(strings(connection, sql).getFirst());
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    values.add(rows.getString(1));
                }
            }
        }
        return values;
    }
}
