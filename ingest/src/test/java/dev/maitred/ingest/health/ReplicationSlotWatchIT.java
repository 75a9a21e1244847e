package dev.maitred.ingest.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.ingest.OwnServer;
import dev.maitred.ingest.health.ReplicationSlotHealth.Standing;
import dev.maitred.mapping.source.SourceDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReplicationSlotWatchIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    @Test
    void a_replication_slot_is_told_as_postgresql_has_it_and_as_it_last_had_it_while_it_is_away() throws SQLException {
        try (OwnServer own = new OwnServer(directory)) {
            TestDatabase database = own.database("watched");
            sql(database, "CREATE ROLE plain LOGIN PASSWORD 'plain'", "CREATE TABLE t (text text)");
            try (ReplicationSlotWatch watch = new ReplicationSlotWatch(
                    new SourceDatabase(
                            database.server().host(), database.server().port(), database.name(), "plain", "plain"),
                    "maitred_watched",
                    Duration.ofMillis(100))) {
                assertThat(watch.latest().checkedAt()).isNull();
                watch.start();
                ReplicationSlotHealth none = until(watch, health -> health.checkedAt() != null);
                assertThat(none.standing()).isNull();
                assertThat(none.failure()).contains("There is no replication slot maitred_watched");

                sql(database, "SELECT pg_create_logical_replication_slot('maitred_watched', 'pgoutput')");
                Standing fresh =
                        until(watch, health -> health.failure() == null).standing();
                assertThat(fresh.active()).isFalse();
                assertThat(fresh.walStatus()).isEqualTo("reserved");
                assertThat(fresh.confirmedFlush()).isNotNull();
                assertThat(fresh.safeWalBytes()).isBetween(1L << 30, 5L << 30);

                sql(database, "INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, 2000)");
                until(watch, health -> health.standing().retainedBytes() > fresh.retainedBytes() + 2_000_000);

                own.server().close();
                ReplicationSlotHealth away = until(watch, health -> health.failure() != null);
                assertThat(away.failure()).startsWith("PostgreSQL could not be asked: ");
                assertThat(away.standing().retainedBytes()).isGreaterThan(2_000_000);
                assertThat(away.checkedAt()).isBefore(Instant.now());
            }
        }
    }

    private static ReplicationSlotHealth until(ReplicationSlotWatch watch, Predicate<ReplicationSlotHealth> condition) {
        return await().atMost(SOON).until(watch::latest, condition);
    }

    private static void sql(TestDatabase database, String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }
}
