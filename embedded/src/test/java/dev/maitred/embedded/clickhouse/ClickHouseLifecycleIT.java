package dev.maitred.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.data.ClickHouseFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Start, end and sudden death of the server's process. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClickHouseLifecycleIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    @Test
    void data_port_and_password_are_the_same_after_a_restart() throws Exception {
        ClickHouseEndpoint before;
        try (RunningClickHouse clickhouse = RunningClickHouse.in(directory)) {
            before = clickhouse.server().endpoint();
            clickhouse.run(
                    "CREATE TABLE kept (id UInt64) ENGINE = MergeTree ORDER BY id", "INSERT INTO kept VALUES (7)");
        }
        try (RunningClickHouse clickhouse = RunningClickHouse.in(directory)) {
            assertThat(clickhouse.server().endpoint()).isEqualTo(before);
            assertThat(clickhouse.ask("SELECT id FROM kept")).isEqualTo("7");
        }
    }

    @Test
    void the_password_is_for_this_user_only_and_on_no_command_line() throws Exception {
        try (RunningClickHouse clickhouse = RunningClickHouse.in(directory)) {
            Path password = directory.resolve("clickhouse").resolve("password");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
            Path process = Path.of("/proc", Long.toString(clickhouse.server().pid()));
            String secret = clickhouse.server().endpoint().password();
            assertThat(secret).hasSizeGreaterThan(20);
            assertThat(Files.readString(process.resolve("cmdline"))).doesNotContain(secret);
            assertThat(Files.readString(process.resolve("environ"))).doesNotContain(secret);
            assertThat(clickhouse.server().endpoint().toString()).doesNotContain(secret);
        }
    }

    @Test
    void every_acknowledged_row_is_there_after_the_process_was_killed() throws Exception {
        try (RunningClickHouse clickhouse = RunningClickHouse.in(directory)) {
            clickhouse.run("CREATE TABLE log (id UInt64) ENGINE = MergeTree ORDER BY id");
            AtomicLong acknowledged = new AtomicLong();
            AtomicBoolean enough = new AtomicBoolean();
            try (Client client = clickhouse.client().setMaxRetries(0).build()) {
                CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> write(client, acknowledged, enough));
                for (int kill = 1; kill <= 2; kill++) {
                    long some = acknowledged.get() + 30;
                    await().atMost(SOON).until(() -> acknowledged.get() > some);
                    long killed = clickhouse.server().pid();
                    ProcessHandle.of(killed).orElseThrow().destroyForcibly();
                    await().atMost(SOON).until(() -> !clickhouse.server().isAlive());
                    clickhouse.server().restart();
                    assertThat(clickhouse.server().pid()).isNotEqualTo(killed);
                }
                enough.set(true);
                writer.get(20, TimeUnit.SECONDS);
            }
            long rows = acknowledged.get();
            assertThat(clickhouse.ask("SELECT uniqExact(id) FROM log WHERE id < " + rows))
                    .isEqualTo(Long.toString(rows));
        }
    }

    /** Writes one row after the other; a row that was not acknowledged is written again. */
    private static void write(Client client, AtomicLong acknowledged, AtomicBoolean enough) {
        while (!enough.get()) {
            byte[] row = (acknowledged.get() + "\n").getBytes(StandardCharsets.UTF_8);
            try (InsertResponse response = client.insert("log", new ByteArrayInputStream(row), ClickHouseFormat.CSV)
                    .get(10, TimeUnit.SECONDS)) {
                acknowledged.incrementAndGet();
            } catch (Exception e) {
                // Killed or not yet back: the same row again, after a moment.
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    @Test
    void a_second_server_on_the_same_directory_is_refused_by_name_of_the_first() throws Exception {
        try (RunningClickHouse clickhouse = RunningClickHouse.in(directory)) {
            assertThatThrownBy(() -> RunningClickHouse.in(directory))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(
                            "in use by process " + clickhouse.server().pid());
            assertThat(clickhouse.ask("SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void the_process_ends_when_the_one_that_started_it_is_killed() throws Exception {
        ClickHouseEndpoint endpoint;
        try (RunningClickHouse clickhouse = RunningClickHouse.in(directory)) {
            endpoint = clickhouse.server().endpoint();
        }
        Process parent = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-D" + LibChdb.LIBRARY_PROPERTY + "=" + LibChdb.locate(),
                        Parent.class.getName(),
                        directory.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String line = parent.inputReader().readLine();
        assertThat(line).isNotNull();
        ProcessHandle child = ProcessHandle.of(Long.parseLong(line)).orElseThrow();
        assertThat(child.isAlive()).isTrue();

        parent.destroyForcibly().waitFor();

        await().atMost(SOON).until(() -> !child.isAlive());
        try (RunningClickHouse clickhouse = RunningClickHouse.in(directory)) {
            assertThat(clickhouse.server().endpoint()).isEqualTo(endpoint);
            assertThat(clickhouse.ask("SELECT 1")).isEqualTo("1");
        }
    }

    /** A process that starts a server, says its id, and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            RunningClickHouse clickhouse = RunningClickHouse.in(Path.of(arguments[0]));
            System.out.println(clickhouse.server().pid());
            Thread.currentThread().join();
        }
    }
}
