package dev.maitred.packs.nightclub.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

final class RestartIT {

    private static final SourcePack PACK = SourcePacks.named("nightclub");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    private Path data;

    @Test
    void the_workload_goes_on_after_a_restart_of_the_database() throws Exception {
        Workload workload;
        int port;
        try (EmbeddedPostgres before = server(0)) {
            port = before.getPort();
            try (Connection owner = before.getPostgresDatabase().getConnection()) {
                PACK.install(owner, "secret");
                PACK.populate(owner, Instant.now(), 1);
            }
            workload = PACK.workload(WorkloadSettings.of(
                    "jdbc:postgresql://localhost:" + port + "/postgres", PACK.applicationRole(), "secret"));
            workload.start();
            await().atMost(MINUTE).until(() -> workload.statistics().transactions() > 100);
        }
        try (workload) {
            await().atMost(MINUTE).until(() -> workload.statistics().errors() > 3);
            await().atMost(MINUTE).until(() -> workload.statistics().skipped() > 20);
            long transactions = workload.statistics().transactions();
            long errors = workload.statistics().errors();
            try (EmbeddedPostgres after = server(port)) {
                assertThat(after.getPort()).isEqualTo(port);
                await().atMost(MINUTE).until(() -> workload.statistics().transactions() > transactions + 200);
                // A try every two seconds at most, not one for each beat.
                assertThat(workload.statistics().errors()).isLessThan(errors + 40);
                assertThat(workload.statistics().lastError()).isNotNull();
                workload.close();
            }
        }
    }

    private EmbeddedPostgres server(int port) throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(data.resolve("pg")).setCleanDataDirectory(false);
        return port == 0 ? builder.start() : builder.setPort(port).start();
    }
}
