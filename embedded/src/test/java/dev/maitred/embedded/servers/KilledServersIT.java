package dev.maitred.embedded.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.testing.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole process dies in the middle of writing, and nothing that was acknowledged is missing afterwards. */
@Timeout(180)
class KilledServersIT {

    private static final String TOPIC = "numbers";
    private static final int WRITTEN_BEFORE_THE_KILL = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path data;

    private final List<Integer> rows = Collections.synchronizedList(new ArrayList<>());
    private final List<String> records = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean stopped = new AtomicBoolean();

    @Test
    void committed_rows_and_records_are_there_after_the_process_was_killed() throws Exception {
        ServersChild killed = ServersChild.start(data);
        System.out.println("first start: " + killed.startMillis() + " ms");
        execute(killed.postgres(), "CREATE TABLE numbers (n int PRIMARY KEY)");
        Records.createTopic(killed.bootstrap(), TOPIC, 12);
        Thread rowWriter = Thread.ofVirtual().start(() -> insert(killed.postgres()));
        Thread recordWriter = Thread.ofVirtual().start(() -> produce(killed.bootstrap()));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> rows.size() > WRITTEN_BEFORE_THE_KILL && records.size() > WRITTEN_BEFORE_THE_KILL);

        killed.kill();
        stopped.set(true);
        rowWriter.interrupt();
        recordWriter.interrupt();
        assertThat(isRunning(killed.postgresPid())).as("PostgreSQL outlives us").isTrue();

        try (ServersChild second = ServersChild.start(data)) {
            System.out.println("start after kill -9: " + second.startMillis() + " ms");
            assertThat(second.startMillis()).isLessThan(60_000);
            assertThat(second.postgres()).isEqualTo(killed.postgres());
            assertThat(second.bootstrap()).isEqualTo(killed.bootstrap());
            assertThat(isRunning(killed.postgresPid()))
                    .as("the orphan was ended")
                    .isFalse();
            rowWriter.join();
            recordWriter.join();

            Set<Integer> foundRows = numbers(second.postgres());
            assertThat(foundRows).containsAll(rows).hasSizeLessThanOrEqualTo(rows.size() + 1);
            List<String> foundRecords = Records.committed(second.bootstrap(), TOPIC);
            assertThat(foundRecords).doesNotHaveDuplicates();
            assertThat(new HashSet<>(foundRecords)).containsAll(records).hasSizeLessThanOrEqualTo(records.size() + 1);
            System.out.println("acknowledged: " + rows.size() + " rows, " + records.size()
                    + " Kafka transactions; found: " + foundRows.size() + " and " + foundRecords.size());
        }
    }

    @Test
    void a_second_start_is_refused_by_the_first_one_s_pid_until_that_is_dead() throws Exception {
        try (ServersChild running = ServersChild.start(data)) {
            assertThatThrownBy(() -> DataDirectory.open(data))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("in use by process " + running.pid());
            assertThatThrownBy(() -> DataDirectory.openFresh(data)).isInstanceOf(EmbeddedException.class);
            execute(running.postgres(), "SELECT 1");

            running.kill();
            // Fresh ends the PostgreSQL that was left behind before it deletes its files.
            try (DataDirectory fresh = DataDirectory.openFresh(data)) {
                assertThat(fresh.postgres()).doesNotExist();
                assertThat(isRunning(running.postgresPid())).isFalse();
            }
        }
    }

    @Test
    void a_stop_in_order_leaves_no_process_and_the_next_start_is_quick() throws Exception {
        ServersChild first = ServersChild.start(data);
        execute(first.postgres(), "CREATE TABLE numbers (n int PRIMARY KEY)");
        long started = System.nanoTime();
        first.close();
        System.out.println("stop: " + (System.nanoTime() - started) / 1_000_000 + " ms");
        assertThat(isRunning(first.postgresPid())).isFalse();
        try (ServersChild second = ServersChild.start(data)) {
            System.out.println("start after a stop in order: " + second.startMillis() + " ms");
            assertThat(numbers(second.postgres())).isEmpty();
        }
    }

    /** A dead process that its parent has not collected yet has no program any more. */
    private static boolean isRunning(long pid) {
        return Files.exists(Path.of("/proc", Long.toString(pid), "exe"));
    }

    private void insert(PostgresEndpoint endpoint) {
        try (Connection connection = endpoint.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (int n = 0; !stopped.get(); n++) {
                statement.execute("INSERT INTO numbers VALUES (" + n + ")");
                rows.add(n);
            }
        } catch (SQLException e) {
            // The server is gone, as planned.
        }
    }

    private void produce(String bootstrap) {
        Map<String, Object> transactional =
                Map.of("transactional.id", "writer", "max.block.ms", 2_000, "retry.backoff.ms", 1);
        try (var producer = Records.producer(bootstrap, transactional)) {
            producer.initTransactions();
            for (int n = 0; !stopped.get(); n++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(TOPIC, "key" + n, Integer.toString(n)))
                        .get();
                producer.commitTransaction();
                records.add(Integer.toString(n));
            }
        } catch (InterruptedException | ExecutionException | RuntimeException e) {
            // The broker is gone, as planned.
        }
    }

    private static void execute(PostgresEndpoint endpoint, String sql) throws SQLException {
        try (Connection connection = endpoint.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Set<Integer> numbers(PostgresEndpoint endpoint) throws SQLException {
        try (Connection connection = endpoint.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT n FROM numbers")) {
            Set<Integer> found = new HashSet<>();
            while (row.next()) {
                found.add(row.getInt(1));
            }
            return found;
        }
    }
}
