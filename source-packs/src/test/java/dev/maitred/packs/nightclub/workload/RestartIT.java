package dev.maitred.packs.nightclub.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.testing.StoppablePostgres;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.WorkloadStatistics;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class RestartIT {

    private static final SourcePack PACK = SourcePacks.named("nightclub");
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    void the_workload_goes_on_after_a_restart_of_the_database() throws SQLException {
        try (StoppablePostgres server = TestServers.stoppablePostgres();
                Workload workload = PACK.workload(populated(server.endpoint()))) {
            workload.start();
            await().atMost(PATIENCE).until(() -> workload.statistics().transactions() > 100);

            server.stop();
            await().atMost(PATIENCE)
                    .until(() -> workload.statistics().errors() > 3
                            && workload.statistics().skipped() > 20);

            WorkloadStatistics away = workload.statistics();
            long from = System.nanoTime();
            server.start();
            await().atMost(PATIENCE).until(() -> workload.statistics().transactions() > away.transactions() + 200);
            long seconds = Duration.ofNanos(System.nanoTime() - from).toSeconds();
            assertThat(workload.statistics().errors() - away.errors())
                    .as("a try now and then, not one for each of the 50 beats a second")
                    .isLessThan(40 + 2 * seconds);
            assertThat(workload.statistics().lastError()).isNotNull();
        }
    }

    private static WorkloadSettings populated(PostgresEndpoint server) throws SQLException {
        try (Connection owner = server.connect("postgres")) {
            PACK.install(owner, "secret");
            PACK.populate(owner, Instant.now(), 1);
        }
        return WorkloadSettings.of(server.jdbcUrl("postgres"), PACK.applicationRole(), "secret");
    }
}
