package dev.maitred.packs.rush.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Truth;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.WorkloadStatistics;
import dev.maitred.packs.rush.StockCheck;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TicketRushIT {

    private static final SourcePack PACK = SourcePacks.named("rush");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What a minute has at the default rate: counted, so that a slow machine may take longer for it. */
    private static final long TRANSACTIONS_OF_A_MINUTE = (long) (60 * WorkloadSettings.DEFAULT_TRANSACTIONS_PER_SECOND);

    /** Two seconds are promised; the rest is for a machine that has much else to do. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Rows that contradict each other whatever the order in which transactions were committed. */
    private static final List<String> CONTRADICTIONS = List.of(
            StockCheck.DIFFERENCES,
            "SELECT 'more inside than may be: ' || slug FROM shows s WHERE most_shopping <"
                    + " (SELECT count(*) FROM waiting_room w WHERE w.show_id = s.id AND w.state = 'ADMITTED')",
            "SELECT 'sold of a cancelled order: ' || l.id FROM order_lines l JOIN orders o ON o.id = l.order_id"
                    + " WHERE l.status = 'SOLD' AND o.status <> 'PAID'",
            "SELECT 'not what was paid: ' || o.id FROM orders o WHERE o.status = 'PAID' AND o.total_minor <>"
                    + " (SELECT sum(CASE kind WHEN 'REFUND' THEN -amount_minor ELSE amount_minor END) FROM payments p"
                    + " WHERE p.order_id = o.id)",
            "SELECT 'two reservations at once: ' || waiting_room_id FROM reservations WHERE status = 'HELD'"
                    + " GROUP BY waiting_room_id HAVING count(DISTINCT idempotency_key) > 1");

    /** In a third of a minute, at three times the default rate: what is seen depends on how much is done. */
    @Test
    void within_a_minutes_transactions_every_kind_of_event_has_been_seen() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now(), 1);
        Workload workload = patient(
                database.settings().withTransactionsPerSecond(3 * WorkloadSettings.DEFAULT_TRANSACTIONS_PER_SECOND));
        try (workload) {
            workload.start();
            await().atMost(PATIENCE)
                    .until(() -> unseen(workload).isEmpty()
                            || workload.statistics().transactions() > TRANSACTIONS_OF_A_MINUTE);
            assertThat(unseen(workload))
                    .as("unseen; seen: %s", workload.statistics())
                    .isEmpty();
        }
        soundAfter(database, workload.statistics());
    }

    @Test
    void a_second_run_on_the_same_rows_has_sales_to_open_and_people_to_admit() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now().minus(Duration.ofHours(9)), 4);
        for (int run = 0; run < 2; run++) {
            try (Workload workload =
                    patient(database.settings().withTransactionsPerSecond(300).withSpeed(60))) {
                workload.start();
                await().atMost(PATIENCE)
                        .until(() -> count(workload, "sale-opened") > 0
                                && count(workload, "admitted") > 0
                                && count(workload, "paid") > 20
                                && count(workload, "reservation-expired") > 0
                                && count(workload, "pass-expired") > 0);
            }
        }
    }

    @Test
    void at_a_high_rate_and_speed_races_are_lost_and_nothing_is_oversold() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now(), 2);
        Workload workload = patient(
                database.settings().withTransactionsPerSecond(500).withSpeed(60).withSeed(5));
        try (workload) {
            workload.start();
            await().atMost(PATIENCE)
                    .until(() -> workload.statistics().transactions() > 6_000
                            && workload.statistics().racesLost() > 10
                            && count(workload, "sold-out") > 20);
        }
        soundAfter(database, workload.statistics());
    }

    @Test
    void it_stops_soon_and_leaves_no_connection() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now(), 3);
        Workload workload = PACK.workload(database.settings().withTransactionsPerSecond(300));
        workload.start();
        await().atMost(PATIENCE).until(() -> workload.statistics().transactions() > 100);
        long from = System.nanoTime();
        workload.close();
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(SOON);
        await().atMost(PATIENCE)
                .until(() -> rows(
                                database,
                                "SELECT pid FROM pg_stat_activity WHERE usename = 'rush_app' AND datname = current_database()")
                        .isEmpty());
    }

    /** One that waits for its connections as long as a slow machine may take, so that only what is wrong is an error. */
    private static Workload patient(WorkloadSettings settings) {
        return TicketRush.workload(settings, Duration.ofSeconds(30));
    }

    private static long count(Workload workload, String kind) {
        return workload.statistics().events().getOrDefault(kind, 0L);
    }

    private static List<String> unseen(Workload workload) {
        return workload.statistics().events().entrySet().stream()
                .filter(kind -> kind.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static void soundAfter(PackDatabase database, WorkloadStatistics statistics) throws SQLException {
        assertThat(statistics.errors()).as("%s", statistics).isZero();
        for (String contradiction : CONTRADICTIONS) {
            assertThat(rows(database, contradiction)).as("%s", statistics).isEmpty();
        }
        try (Connection connection = database.owner()) {
            assertThat(Truth.slots(connection, PACK, Instant.now()))
                    .hasSize(9)
                    .allSatisfy(slot ->
                            assertThat(slot.count("overbooked")).as("%s", slot).isZero());
        }
    }

    private static List<String> rows(PackDatabase database, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = database.owner();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
