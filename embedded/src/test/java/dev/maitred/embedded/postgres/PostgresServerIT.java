package dev.maitred.embedded.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.EmbeddedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private PostgresServer start() {
        return PostgresServer.start(temporary.resolve("postgres"), temporary.resolve("logs"));
    }

    @Test
    void it_is_durable_and_ready_for_change_capture() throws SQLException {
        try (PostgresServer server = start()) {
            assertThat(setting(server, "fsync")).isEqualTo("on");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server, "wal_level")).isEqualTo("logical");
            assertThat(setting(server, "max_replication_slots")).isEqualTo("100");
            assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
            // A session takes its client's zone; this is what the server has by itself.
            assertThat(text(
                            server,
                            "postgres",
                            "SELECT setting FROM pg_file_settings WHERE name = 'timezone' AND applied"))
                    .isEqualTo("UTC");
            assertThat(setting(server, "server_encoding")).isEqualTo("UTF8");
            assertThat(setting(server, "server_version")).startsWith("18.");
            assertThat(text(server, "postgres", "SELECT upper('søren') || ('Z' < 'a')"))
                    .isEqualTo("SØRENtrue");
        }
    }

    @Test
    void data_and_port_are_there_after_a_restart_and_closing_twice_is_fine() throws SQLException {
        PostgresEndpoint first;
        try (PostgresServer server = start()) {
            first = server.endpoint();
            server.createDatabase("bookings");
            server.createDatabase("bookings");
            server.createDatabase("odd \"name\"");
            execute(server, "bookings", "CREATE TABLE t AS SELECT 42 AS n");
            server.close();
            assertThat(server.isAlive()).isFalse();
        }
        long started = System.nanoTime();
        try (PostgresServer server = start()) {
            System.out.println("PostgreSQL restart: " + (System.nanoTime() - started) / 1_000_000 + " ms");
            assertThat(server.endpoint()).isEqualTo(first);
            assertThat(text(server, "bookings", "SELECT n FROM t")).isEqualTo("42");
            assertThat(text(server, "odd \"name\"", "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void only_the_right_password_is_let_in_and_it_is_kept_from_others() throws IOException {
        try (PostgresServer server = start()) {
            PostgresEndpoint endpoint = server.endpoint();
            assertThatThrownBy(
                            () -> DriverManager.getConnection(endpoint.jdbcUrl("postgres"), endpoint.user(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
            assertThatThrownBy(() -> DriverManager.getConnection(
                            endpoint.jdbcUrl("postgres") + "?replication=database&preferQueryMode=simple",
                            endpoint.user(),
                            "guess"))
                    .hasMessageContaining("password authentication failed");
            assertThat(endpoint.toString()).doesNotContain(endpoint.password());
            assertThat(Files.getPosixFilePermissions(temporary.resolve("postgres/password")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.readString(temporary.resolve("logs/postgres.log"))).doesNotContain(endpoint.password());
        }
    }

    @Test
    void a_port_in_use_is_said_and_the_next_start_works() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> PostgresServer.start(
                            temporary.resolve("postgres"), temporary.resolve("logs"), other.getLocalPort()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " of 127.0.0.1 is in use, so PostgreSQL");
        }
        try (PostgresServer server = start()) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void acknowledged_rows_survive_kill_9_and_restart_brings_them_back_on_the_same_port() throws Exception {
        try (PostgresServer server = start()) {
            execute(server, "postgres", "CREATE TABLE t (n int)");
            AtomicInteger acknowledged = new AtomicInteger();
            Thread writer = Thread.ofVirtual().start(() -> insertUntilItFails(server.endpoint(), acknowledged));
            await().atMost(Duration.ofSeconds(30)).until(() -> acknowledged.get() > 200);

            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();
            assertThat(writer.join(Duration.ofSeconds(30))).isTrue();
            await().atMost(Duration.ofSeconds(10)).until(() -> !server.isAlive());

            long started = System.nanoTime();
            server.restart();
            System.out.println("PostgreSQL after kill -9: " + (System.nanoTime() - started) / 1_000_000 + " ms, "
                    + acknowledged.get() + " rows acknowledged");
            assertThat(Integer.parseInt(text(server, "postgres", "SELECT count(*) FROM t")))
                    .isBetween(acknowledged.get(), acknowledged.get() + 1);
        }
    }

    @Test
    void a_pid_file_that_names_another_living_program_does_not_keep_it_from_starting() throws Exception {
        start().close();
        Path pidFile = temporary.resolve("postgres/data/postmaster.pid");
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            Files.writeString(pidFile, other.pid() + "\n" + pidFile.getParent() + "\n1\n1\n\n127.0.0.1\n1 1\nready\n");
            try (PostgresServer server = start()) {
                assertThat(server.isAlive()).isTrue();
            }
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void a_second_server_on_the_same_directory_is_refused_and_the_first_goes_on() {
        try (PostgresServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("in use by this process");
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void a_start_that_fails_says_what_postgres_said() throws IOException {
        start().close();
        Files.writeString(temporary.resolve("postgres/data/PG_VERSION"), "17\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("another major version")
                .hasMessageContaining("PostgreSQL said");
    }

    private static void insertUntilItFails(PostgresEndpoint endpoint, AtomicInteger acknowledged) {
        try (Connection connection = endpoint.connect("postgres");
                Statement statement = connection.createStatement()) {
            while (true) {
                statement.execute("INSERT INTO t VALUES (1)");
                acknowledged.incrementAndGet();
            }
        } catch (SQLException e) {
            // The server is gone, as planned.
        }
    }

    private static String setting(PostgresServer server, String name) throws SQLException {
        return text(server, "postgres", "SHOW " + name);
    }

    private static void execute(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.endpoint().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(PostgresServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.endpoint().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
