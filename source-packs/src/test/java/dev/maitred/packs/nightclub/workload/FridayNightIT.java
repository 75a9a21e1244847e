package dev.maitred.packs.nightclub.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.packs.PackDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Truth;
import dev.maitred.packs.Truth.SlotCounts;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.WorkloadStatistics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FridayNightIT {

    private static final SourcePack PACK = SourcePacks.named("nightclub");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** What a minute has at the default rate: counted, so that a slow machine may take longer for it. */
    private static final long TRANSACTIONS_OF_A_MINUTE = (long) (60 * WorkloadSettings.DEFAULT_TRANSACTIONS_PER_SECOND);

    /** Two seconds are promised; the rest is for a machine that has much else to do. */
    private static final Duration SOON = Duration.ofSeconds(5);

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

    /** On whatever day this runs: what was opened is called off, so that the next one to be opened meets its hour. */
    @Test
    void a_night_is_opened_also_while_the_next_one_is_called_off() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now(), 1);
        assertThat(opensANight(database)).isTrue();
        try (Connection connection = database.owner();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE events SET status = 'CANCELLED' WHERE title = 'Next in line'"))
                    .isPositive();
        }
        assertThat(opensANight(database)).isTrue();
    }

    /** Before it has done a minute's transactions. */
    private static boolean opensANight(PackDatabase database) {
        try (Workload workload = patient(database.settings().withTransactionsPerSecond(300))) {
            workload.start();
            await().atMost(PATIENCE)
                    .until(() -> count(workload, "night-opened") > 0
                            || workload.statistics().transactions() > TRANSACTIONS_OF_A_MINUTE);
            return count(workload, "night-opened") > 0;
        }
    }

    @Test
    void at_a_high_rate_and_speed_races_are_lost_and_nothing_is_booked_twice() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now(), 2);
        Workload workload = patient(
                database.settings().withTransactionsPerSecond(400).withSpeed(60).withSeed(5));
        try (workload) {
            workload.start();
            await().atMost(PATIENCE)
                    .until(() -> workload.statistics().transactions() > 4_000
                            && workload.statistics().racesLost() > 20);
        }
        soundAfter(database, workload.statistics());
    }

    @Test
    void when_all_nights_are_over_they_are_closed_and_others_begin() throws SQLException {
        PackDatabase database = PackDatabase.populated(PACK, Instant.now().minus(Duration.ofHours(8)), 4);
        Workload workload =
                patient(database.settings().withTransactionsPerSecond(300).withSpeed(2_400));
        try (workload) {
            workload.start();
            // A night lasts 9 s at this speed: some have come and gone.
            await().atMost(PATIENCE)
                    .until(() -> count(workload, "night-closed") > 14
                            && count(workload, "night-opened") > 8
                            && count(workload, "seated") > 20);
        }
        soundAfter(database, workload.statistics());
    }

    @Test
    void the_rate_is_not_exceeded_on_average() {
        int rate = 100;
        PackDatabase database = PackDatabase.populated(PACK, Instant.now(), 5);
        try (Workload workload = PACK.workload(database.settings().withTransactionsPerSecond(rate))) {
            long from = System.nanoTime();
            workload.start();
            await().atMost(PATIENCE).until(() -> workload.statistics().transactions() > 6 * rate);
            long transactions = workload.statistics().transactions();
            double seconds = (System.nanoTime() - from) / 1e9;
            // What was not used within a second may follow at once, with what was under way meanwhile.
            assertThat(transactions).isLessThan((long) (rate * (seconds + 2)));
        }
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
        try (Connection connection = database.owner();
                var statement = connection.createStatement()) {
            await().atMost(PATIENCE).until(() -> {
                try (var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE usename = 'nightclub_app' AND datname = current_database()")) {
                    return rows.next() && rows.getLong(1) == 0;
                }
            });
        }
    }

    @Test
    void it_stops_soon_though_the_database_says_nothing() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Workload workload = PACK.workload(WorkloadSettings.of(
                    "jdbc:postgresql://localhost:" + silent.getLocalPort() + "/nobody", "nobody", "secret"));
            workload.start();
            await().atMost(PATIENCE).until(() -> workload.statistics().errors() > 2);
            long from = System.nanoTime();
            workload.close();
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(SOON);
            assertThat(workload.statistics().lastError()).doesNotContain("secret");
        }
    }

    /** One that waits for its connections as long as a slow machine may take, so that only what is wrong is an error. */
    private static Workload patient(WorkloadSettings settings) {
        return FridayNight.workload(settings, Duration.ofSeconds(30));
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

    /** No errors, no conflicts, no overbooking, and no one let in twice. */
    private static void soundAfter(PackDatabase database, WorkloadStatistics statistics) throws SQLException {
        assertThat(statistics.errors()).as("%s", statistics).isZero();
        try (Connection connection = database.owner()) {
            List<SlotCounts> slots = Truth.slots(connection, PACK, Instant.now());
            assertThat(slots).allSatisfy(slot -> {
                assertThat(slot.count("overbooked")).as("%s", slot).isZero();
                assertThat(slot.count("conflicts")).as("%s", slot).isZero();
                assertThat(slot.count("open_sessions")).as("%s", slot).isEqualTo(slot.count("seated"));
            });
        }
    }
}
