package dev.maitred.batch.testing;

import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.clickhouse.Sql;
import dev.maitred.embedded.clickhouse.ClickHouseEndpoint;
import dev.maitred.embedded.clickhouse.ClickHouseServer;
import dev.maitred.embedded.clickhouse.ClickHouseUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** One ClickHouse for all tests of this JVM, and a database for each. Where its library cannot be had, the test is skipped. */
public final class TestClickHouse {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestClickHouse() {}

    /** Made when the first test asks, ended with the JVM: the child follows its parent. */
    private static final class Running {
        static final ClickHouseEndpoint ENDPOINT = start();

        private static ClickHouseEndpoint start() {
            try {
                Path directory = Files.createTempDirectory("maitred-clickhouse");
                ClickHouseServer server = ClickHouseServer.start(directory.resolve("data"), directory.resolve("logs"));
                Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> end(server, directory)));
                return server.endpoint();
            } catch (ClickHouseUnavailableException e) {
                Assumptions.abort(e.getMessage());
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        private static void end(ClickHouseServer server, Path directory) {
            server.close();
            try (var files = Files.walk(directory)) {
                files.sorted(java.util.Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            } catch (IOException e) {
                // A temporary directory; the system clears it.
            }
        }
    }

    /** A new, empty database. */
    public static ClickHouseAddress newDatabase() {
        ClickHouseEndpoint endpoint = Running.ENDPOINT;
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        ClickHouseAddress server =
                new ClickHouseAddress(endpoint.url(), endpoint.database(), endpoint.user(), endpoint.password());
        try (ClickHouse clickHouse = new ClickHouse(server, Duration.ofSeconds(30))) {
            clickHouse.run(new Sql("test database", "CREATE DATABASE {name:Identifier}"), Map.of("name", name));
        }
        return new ClickHouseAddress(endpoint.url(), name, endpoint.user(), endpoint.password());
    }
}
