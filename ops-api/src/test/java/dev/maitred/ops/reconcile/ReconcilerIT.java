package dev.maitred.ops.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardReplica;
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

    private final Watermarks watermarks = new Watermarks(source -> {});
    private final Reconciler reconciler =
            new Reconciler(new BoardReplica(watermarks), watermarks, UnaryOperator.identity());

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

    private Problem refused(SourceSettings source) {
        return catchThrowableOfType(Problem.class, () -> reconciler.run(source));
    }

    private static SourceSettings source(String host, int port, String user, String password) {
        return new SourceSettings("night", host, port, "night", user, password, MAPPING, null, null);
    }
}
