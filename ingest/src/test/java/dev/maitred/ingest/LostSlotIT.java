package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.ingest.health.ReplicationSlotHealth;
import dev.maitred.ingest.health.ReplicationSlotHealth.Standing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replication slot that PostgreSQL has given up, and one that is somebody else's. */
@Timeout(300)
class LostSlotIT {

    private static final Duration SOON = Duration.ofMinutes(1);

    /** About 17 MB of log. */
    private static final String MUCH = "INSERT INTO ballast SELECT repeat('x', 8000) FROM generate_series(1, 2000)";

    @TempDir
    Path directory;

    @Test
    void a_slot_that_is_held_up_runs_out_of_log_and_once_it_is_lost_all_is_read_anew() throws Exception {
        try (OwnServer own = new OwnServer(directory)) {
            Source source = new Source(own.database("held"));
            source.sql(
                    "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null)",
                    "CREATE TABLE ballast (text text)",
                    "ALTER TABLE ballast ALTER COLUMN text SET STORAGE EXTERNAL",
                    "ALTER SYSTEM SET max_slot_wal_keep_size = '96MB'",
                    "ALTER SYSTEM SET max_wal_size = '64MB'",
                    "SELECT pg_reload_conf()");
            try (Ingest ingest = new Ingest(source.settings);
                    ChangeLog log = new ChangeLog(source.name)) {
                ingest.start();
                log.through(source.lsn());
                ingest.holdBack(Duration.ofSeconds(45));
                source.sql(MUCH, "SELECT pg_switch_wal()");
                Standing first = until(ingest, standing -> standing.retainedBytes() > 16_000_000);
                source.sql(MUCH, "SELECT pg_switch_wal()");
                Standing later = until(
                        ingest,
                        standing -> standing.left() != null
                                && standing.retainedBytes() > first.retainedBytes() + 10_000_000);
                assertThat(later.growthBytesPerSecond()).isPositive();
                assertThat(later.safeWalBytes()).isLessThan(Objects.requireNonNull(first.safeWalBytes()));
                assertThat(Objects.requireNonNull(later.left())).isLessThan(Duration.ofMinutes(10));
            }
            await().atMost(SOON).until(() -> {
                source.sql(MUCH, "SELECT pg_switch_wal()", "CHECKPOINT");
                return "lost".equals(one(source, "SELECT wal_status FROM pg_replication_slots"));
            });
            source.sql("INSERT INTO clubs VALUES (2, 'Red', 'Europe/Lisbon', null)");
            try (Ingest ingest = new Ingest(source.settings);
                    ChangeLog log = new ChangeLog(source.name)) {
                ingest.start();
                var records = log.through(source.lsn());
                assertThat(ChangeLog.latest(records))
                        .containsKeys(source.name + ":1/venue/clubs/1", source.name + ":2/venue/clubs/2");
                assertThat(records).anyMatch(each -> each.headers().position().incarnation() == 2);
                assertThat(ingest.failure()).isNull();
                assertThat(one(source, "SELECT wal_status FROM pg_replication_slots"))
                        .isNotEqualTo("lost");
            }
        }
    }

    @Test
    void a_slot_of_somebody_else_under_that_name_is_refused_and_left_alone() throws Exception {
        Source source = new Source();
        String slot = source.settings.replicationSlot();
        source.sql("SELECT pg_create_physical_replication_slot('" + slot + "')");
        try (Ingest ingest = new Ingest(source.settings);
                ChangeLog log = new ChangeLog(source.name)) {
            ingest.start();
            await().atMost(SOON).until(() -> ingest.failure() != null);
            assertThat(ingest.failure())
                    .contains(
                            "the replication slot " + slot + " was made by somebody else (it is of type physical)",
                            "SELECT pg_drop_replication_slot('" + slot + "')");
            assertThat(one(source, "SELECT slot_type FROM pg_replication_slots WHERE slot_name = '" + slot + "'"))
                    .isEqualTo("physical");
            source.sql("SELECT pg_drop_replication_slot('" + slot + "')");
            log.through(source.lsn());
            assertThat(ingest.failure()).isNull();
        }
    }

    @Test
    void a_slot_that_somebody_else_advanced_is_said_to_be_so_and_all_is_read_anew() throws Exception {
        Source source = new Source();
        source.sql("INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null)");
        try (ChangeLog log = new ChangeLog(source.name)) {
            try (Ingest ingest = new Ingest(source.settings)) {
                ingest.start();
                log.through(source.lsn());
            }
            source.sql(
                    "INSERT INTO clubs VALUES (2, 'Red', 'Europe/Lisbon', null)",
                    "SELECT pg_replication_slot_advance('" + source.settings.replicationSlot()
                            + "', pg_current_wal_lsn())");
            try (Ingest ingest = new Ingest(source.settings)) {
                ingest.start();
                var records = log.through(source.lsn());

                assertThat(ChangeLog.latest(records))
                        .containsKeys(source.name + ":1/venue/clubs/1", source.name + ":2/venue/clubs/2");
                assertThat(records)
                        .filteredOn(each -> each.key().owner().equals(source.name + ":2"))
                        .isNotEmpty()
                        .allMatch(each -> each.headers().position().incarnation() == 2);
            }
        }
    }

    private static Standing until(Ingest ingest, java.util.function.Predicate<Standing> condition) {
        return Objects.requireNonNull(await().atMost(SOON)
                .until(
                        ingest::replicationSlot,
                        (ReplicationSlotHealth health) ->
                                health.standing() != null && condition.test(health.standing()))
                .standing());
    }

    private static String one(Source source, String sql) throws Exception {
        try (var connection = source.database.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
