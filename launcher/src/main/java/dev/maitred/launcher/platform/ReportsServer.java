package dev.maitred.launcher.platform;

import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.clickhouse.ClickHouseEndpoint;
import dev.maitred.embedded.clickhouse.ClickHouseServer;
import dev.maitred.embedded.clickhouse.ClickHouseUnavailableException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** ClickHouse beside the other servers. Where it does not run, everything but reports does, and says so. */
final class ReportsServer {

    private ReportsServer() {}

    /** Starts it in parallel; completes with null, after saying why, where it cannot run. */
    static CompletableFuture<@Nullable ClickHouseServer> starting(DataDirectory data, Consumer<String> progress) {
        return Aside.start("clickhouse-start", () -> {
            try {
                return ClickHouseServer.start(data.clickhouse(), data.logs());
            } catch (ClickHouseUnavailableException e) {
                progress.accept("without reports: " + e.getMessage());
                return null;
            }
        });
    }

    static void stop(CompletableFuture<@Nullable ClickHouseServer> starting) {
        ClickHouseServer server = starting.exceptionally(failed -> null).join();
        if (server != null) {
            server.close();
        }
    }

    /** @throws IOException also when it came back elsewhere, where nobody looks for it */
    static void restart(ClickHouseServer server) throws ClickHouseUnavailableException, IOException {
        ClickHouseEndpoint before = server.endpoint();
        server.restart();
        if (!server.endpoint().equals(before)) {
            throw new IOException("ClickHouse came back at " + server.endpoint().url() + " because its port "
                    + before.port() + " was taken meanwhile, and reports are looked for there. Start the demo again");
        }
    }

    static ClickHouseAddress address(ClickHouseEndpoint endpoint) {
        return new ClickHouseAddress(endpoint.url(), endpoint.database(), endpoint.user(), endpoint.password());
    }
}
