package dev.maitred.mapping.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That nobody waits for ever for a source database. What a stopped server process does is tried where ingest runs on one. */
@Timeout(60)
class SourceDatabaseIT {

    private static final Bounds SHORT = new Bounds(Duration.ofMillis(1_000), Duration.ofMillis(200));

    private final TestDatabase test = TestServers.newDatabase("source");
    private final SourceDatabase database = new SourceDatabase(
            test.server().host(),
            test.server().port(),
            test.name(),
            test.server().user(),
            test.server().password());

    @Test
    void a_statement_that_takes_too_long_is_ended_by_the_server_which_says_so() throws SQLException {
        try (Connection connection = database.connect(SHORT);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(50)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("statement timeout");
            assertThat(statement.execute("SELECT 1")).isTrue();
        }
    }

    @Test
    void a_lock_that_somebody_holds_is_not_waited_for_for_long() throws SQLException {
        try (Connection holder = test.connect();
                Statement holding = holder.createStatement();
                Connection connection = database.connect(SHORT);
                Statement statement = connection.createStatement()) {
            holding.execute("CREATE TABLE t (n int)");
            holder.setAutoCommit(false);
            holding.execute("LOCK TABLE t");
            assertThatThrownBy(() -> statement.execute("SELECT n FROM t"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("lock timeout");
            holder.rollback();
            assertThat(statement.execute("SELECT n FROM t")).isTrue();
        }
    }

    @Test
    void a_server_that_takes_a_connection_and_says_nothing_is_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            SourceDatabase none = new SourceDatabase("127.0.0.1", silent.getLocalPort(), "any", "any", "any");
            long begun = System.nanoTime();
            assertThatThrownBy(none::connect)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure ->
                                    assertThat(SourceDatabase.explain(failure)).contains("does not answer"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
        }
    }

    @Test
    void a_consistent_read_waits_for_writers_as_long_as_its_patience_and_not_as_short_as_for_locks()
            throws SQLException {
        try (Connection writer = test.connect();
                Statement writing = writer.createStatement()) {
            writing.execute("CREATE TABLE t (n int)");
            writer.setAutoCommit(false);
            writing.execute("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> ConsistentRead.open(database, Duration.ofSeconds(1)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("transactions that were open then are still open");
            Thread commit = Thread.ofVirtual().start(() -> commitAfterLockBound(writer));
            try (ConsistentRead read = ConsistentRead.open(database, Duration.ofSeconds(30), SHORT)) {
                assertThat(read.lsn().value()).isNotZero();
            } finally {
                commit.interrupt();
            }
        }
    }

    /** Commits once a replication slot waits for it, and longer than any bound on locks. */
    private void commitAfterLockBound(Connection writer) {
        try (Connection watch = test.connect();
                Statement statement = watch.createStatement()) {
            statement.execute("SELECT pg_sleep(" + (Bounds.ORDINARY.lock().toSeconds() + 1) + ")");
            writer.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
