package dev.maitred.ops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.OpsSettings.TruthFile;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.pause.PausedSources;
import dev.maitred.ops.pipeline.SourceStatuses.ReplicationSlot;
import dev.maitred.ops.pipeline.SourceStatuses.SourceStatus;
import dev.maitred.ops.problems.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.HttpStatus;

/** What a comparison answers when there can be none. */
@Timeout(60)
class ReconcilerIT {

    private static final String MAPPING = """
            source: night
            tables:
              clubs:
                venue: { name: name, time_zone: zone, day_ends: closes }
            """;

    private static final String TRUTH =
            "SELECT 'night:1' AS venue, '1' AS slot, 1 AS capacity, 1 AS free, 0 AS held, 0 AS taken,"
                    + " 0 AS seated, 0 AS blocked, 0 AS overbooked, 0 AS conflicts, 0 AS no_shows, 0 AS cancelled, 0 AS check_ins,"
                    + " 0 AS rejected, 0 AS open_sessions, 0 AS deposits_minor";

    private final Watermarks watermarks = new Watermarks(source -> {});
    private List<SourceStatus> statuses = List.of();
    private final Reconciler reconciler = new Reconciler(
            new BoardReplica(watermarks),
            watermarks,
            new PausedSources(() -> statuses, watermarks),
            UnaryOperator.identity());

    @BeforeEach
    void allPartitionsAnswer() {
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            watermarks.open(partition);
        }
        allPartitionsStandAt(new AsOf(Lsn.parse("0/1"), 1));
    }

    private void allPartitionsStandAt(AsOf asOf) {
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            watermarks.advance("night", partition, asOf, () -> {});
        }
    }

    @Test
    void a_source_that_is_compared_already_is_refused_at_once_and_welcome_again_later() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(10_000);
            SourceSettings source = source("127.0.0.1", silent.getLocalPort(), "nobody", "nothing");
            CompletableFuture<Problem> first = CompletableFuture.supplyAsync(() -> refused(source));
            try (Socket waiting = silent.accept()) {
                long begun = System.nanoTime();
                Problem second = refused(source);

                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
                assertThat(waiting.isClosed()).isFalse();
                assertThat(first).isNotDone();
                assertThat(second.status()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
                assertThat(second.retryAfter()).isPositive();
                assertThat(second.detail()).contains("night").contains("Ask again");
            }
            silent.close();
            assertThat(first.join().status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(refused(source).status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        }
    }

    @Test
    void a_renamed_column_is_named_with_what_to_do(@TempDir Path directory) throws IOException, SQLException {
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgres"), directory.resolve("logs"))) {
            server.createDatabase("night");
            PostgresEndpoint endpoint = server.endpoint();
            try (Connection connection = endpoint.connect("night");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE clubs (id bigint PRIMARY KEY, title text, zone text, closes time)");
            }

            Problem problem = refused(source(endpoint.host(), endpoint.port(), endpoint.user(), endpoint.password()));

            assertThat(problem.status()).isEqualTo(HttpStatus.CONFLICT);
            assertThat(problem.detail())
                    .contains("no longer what its mapping expects")
                    .contains("tables.clubs.venue.name")
                    .contains("title")
                    .contains("Mend the mapping or the database");
        }
    }

    @Test
    void rows_that_cannot_be_mapped_are_told_with_the_reason(@TempDir Path directory) throws Exception {
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgres"), directory.resolve("logs"))) {
            server.createDatabase("night");
            PostgresEndpoint endpoint = server.endpoint();
            try (Connection connection = endpoint.connect("night");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE clubs (id bigint PRIMARY KEY, name text, zone text, closes time)");
                statement.execute(
                        "INSERT INTO clubs SELECT id, 'Blue', 'Mars/Phobos', null FROM generate_series(1, 30) AS id");
            }
            allPartitionsStandAt(new AsOf(new Lsn(Long.MAX_VALUE), 1));

            Reconciliation found =
                    reconciler.run(source(endpoint.host(), endpoint.port(), endpoint.user(), endpoint.password()));

            assertThat(found.rows()).isZero();
            assertThat(found.unmapped()).isEqualTo(30);
            assertThat(found.examples()).hasSize(20).allSatisfy(each -> {
                assertThat(each.table()).isEqualTo("clubs");
                assertThat(each.reason()).contains("expected an IANA time zone");
            });
        }
    }

    @Test
    void of_a_paused_source_that_is_said_at_once_with_what_lets_it_go_on() {
        ReplicationSlot slot = new ReplicationSlot("night", null, null, null, null, null, null, null, null, null);
        statuses = List.of(new SourceStatus("night", "paused", null, 0, null, 0, slot));

        Problem problem = refused(source("127.0.0.1", 1, "nobody", "nothing"));

        assertThat(problem.status()).isEqualTo(HttpStatus.CONFLICT);
        assertThat(problem.detail())
                .isEqualTo("The source night is paused: it was read last as of 1970-01-01T00:00:00.000001Z. "
                        + "./maitred resume --source night lets it go on. Then ask again.");
    }

    @Test
    void a_truth_without_its_columns_is_named_at_once_with_all_that_are_missing(@TempDir Path directory)
            throws Exception {
        try (PostgresServer server = PostgresServer.start(directory.resolve("postgres"), directory.resolve("logs"))) {
            server.createDatabase("night");
            PostgresEndpoint endpoint = server.endpoint();
            try (Connection connection = endpoint.connect("night");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE clubs (id bigint PRIMARY KEY, name text, zone text, closes time)");
            }

            assertThat(refusedTruth(endpoint, "select 1"))
                    .contains(
                            "The truth file club-truth.sql of night lacks the columns venue, slot, capacity, free, held,"
                                    + " taken, seated, blocked, overbooked, conflicts, no_shows, cancelled, check_ins, rejected,"
                                    + " open_sessions, deposits_minor. ");
            assertThat(refusedTruth(endpoint, TRUTH.replace("0 AS held, ", "").replace("1 AS free, ", "")))
                    .contains("lacks the columns free, held. ");
            assertThat(refusedTruth(endpoint, "SELECT nix FROM clubs"))
                    .contains("The truth file club-truth.sql of night cannot be used: ", "\"nix\" does not exist");
            // What only a run tells.
            allPartitionsStandAt(new AsOf(new Lsn(Long.MAX_VALUE), 1));
            assertThat(refusedTruth(endpoint, TRUTH.replace("1 AS free", "'x' || now() AS free")))
                    .contains("The truth file club-truth.sql of night cannot be used: ");
            assertThat(refusedTruth(endpoint, TRUTH.replace("'night:1'", "NULL")))
                    .contains("gives a row whose venue or slot is null.");
        }
    }

    private String refusedTruth(PostgresEndpoint at, String sql) {
        long begun = System.nanoTime();
        Problem problem = refused(new SourceSettings(
                "night",
                at.host(),
                at.port(),
                "night",
                at.user(),
                at.password(),
                MAPPING,
                new TruthFile("club-truth.sql", sql),
                null));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(problem.status()).isEqualTo(HttpStatus.CONFLICT);
        return problem.detail();
    }

    private Problem refused(SourceSettings source) {
        return catchThrowableOfType(Problem.class, () -> reconciler.run(source));
    }

    private static SourceSettings source(String host, int port, String user, String password) {
        return new SourceSettings("night", host, port, "night", user, password, MAPPING, null, null);
    }
}
