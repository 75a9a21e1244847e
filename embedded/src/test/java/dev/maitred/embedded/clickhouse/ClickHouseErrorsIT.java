package dev.maitred.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults, refusals and cancellation, as the official driver sees them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClickHouseErrorsIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Runs for an hour, in steps small enough to be stopped between. */
    private static final String ENDLESS = "SELECT sleepEachRow(1) FROM numbers(3600)";

    /** The same without a row before its end. */
    private static final String ENDLESS_SUM = "SELECT sum(sleepEachRow(1)) FROM numbers(3600)";

    private static final QuerySettings SMALL_STEPS = new QuerySettings()
            .serverSetting("max_block_size", "1")
            .serverSetting("function_sleep_max_microseconds_per_block", "3600000000");

    @TempDir
    static Path directory;

    private static RunningClickHouse clickhouse;

    @BeforeAll
    static void start() throws IOException {
        clickhouse = RunningClickHouse.in(directory);
    }

    @AfterAll
    static void stop() {
        if (clickhouse != null) {
            clickhouse.close();
        }
    }

    @Test
    void errors_carry_clickhouses_code_and_text() {
        try (Client client = clickhouse.client().build()) {
            assertThat(error(client, "SELECT FROM WHERE").getCode()).isEqualTo(62);
            assertThat(error(client, "SELECT throwIf(1)").getCode()).isEqualTo(395);
            assertThat(error(client, "INSERT INTO nowhere VALUES (1)").getCode())
                    .isEqualTo(60);
            ServerException unknown = error(client, "SELECT * FROM nowhere");
            assertThat(unknown.getCode()).isEqualTo(ServerException.TABLE_NOT_FOUND);
            assertThat(unknown.getTransportProtocolCode()).isEqualTo(404);
            assertThat(unknown).hasMessageContaining("nowhere");
        }
        assertThatThrownBy(() -> clickhouse.ask("SELECT * FROM nowhere"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(60));
    }

    @Test
    void errors_are_readable_under_every_compression() {
        for (boolean http : new boolean[] {false, true}) {
            try (Client client = clickhouse
                    .client()
                    .compressServerResponse(true)
                    .compressClientRequest(true)
                    .useHttpCompression(http)
                    .build()) {
                assertThat(error(client, "SELECT * FROM nowhere"))
                        .hasMessageContaining("Unknown table expression identifier 'nowhere'");
            }
        }
    }

    @Test
    void unknown_settings_and_databases_are_refused() {
        try (Client client = clickhouse.client().build()) {
            assertThat(error(client, "SELECT 1", new QuerySettings().serverSetting("no_such", "1"))
                            .getCode())
                    .isEqualTo(ServerException.UNKNOWN_SETTING);
            assertThat(error(client, "SELECT 1", new QuerySettings().setDatabase("nowhere"))
                            .getCode())
                    .isEqualTo(81);
        }
    }

    @Test
    void a_time_limit_ends_a_statement() {
        try (Client client = clickhouse.client().build()) {
            QuerySettings limited =
                    QuerySettings.merge(SMALL_STEPS, new QuerySettings().serverSetting("max_execution_time", "1"));
            assertThat(error(client, ENDLESS + " SETTINGS max_threads = 1", limited)
                            .getCode())
                    .isEqualTo(ServerException.EXECUTION_TIMEOUT);
        }
    }

    @Test
    void a_statement_that_wants_too_much_memory_fails_and_the_server_stays() throws SQLException {
        try (Client client = clickhouse.client().build()) {
            assertThat(error(client, "SELECT length(groupArray(number)) FROM numbers(1000000000)")
                            .getCode())
                    .isEqualTo(241);
        }
        assertThat(clickhouse.ask("SELECT 1")).isEqualTo("1");
    }

    @Test
    void what_would_end_the_process_is_refused() throws SQLException {
        try (Client client = clickhouse.client().build()) {
            assertThat(error(client, "SYSTEM SHUTDOWN").getCode()).isEqualTo(48);
            assertThat(error(client, "SYSTEM KILL").getCode()).isEqualTo(48);
            assertThat(error(client, "SELECT 1 INTO OUTFILE 'file'").getCode()).isEqualTo(48);
        }
        assertThat(clickhouse.ask("SELECT 1")).isEqualTo("1");
    }

    @Test
    void a_wrong_password_is_refused() {
        for (boolean basic : new boolean[] {false, true}) {
            try (Client wrong = clickhouse
                            .client()
                            .useHTTPBasicAuth(basic)
                            .setPassword("wrong")
                            .build();
                    Client right = clickhouse.client().useHTTPBasicAuth(basic).build()) {
                ServerException error = error(wrong, "SELECT 1");
                assertThat(error.getCode()).isEqualTo(516);
                assertThat(error.getTransportProtocolCode()).isEqualTo(401);
                assertThat(right.queryAll("SELECT 1 AS one").getFirst().getInteger("one"))
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void an_error_in_the_middle_of_a_result_is_not_the_end_of_it() {
        try (Client client = clickhouse.client().build()) {
            QuerySettings csv = new QuerySettings().setFormat(ClickHouseFormat.CSV);
            Throwable error = catchThrowable(() -> {
                try (QueryResponse response = client.query(
                                "SELECT throwIf(number = 3000000), number FROM numbers(5000000) SETTINGS max_threads = 1",
                                csv)
                        .get()) {
                    response.getInputStream().readAllBytes();
                }
            });
            assertThat(error).isInstanceOf(IOException.class);
        }
    }

    @Test
    void jdbc_cancels_its_statement() throws Exception {
        try (Connection connection = clickhouse.jdbc();
                Statement statement = connection.createStatement()) {
            String sql = ENDLESS_SUM
                    + " SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 3600000000";
            CompletableFuture<Throwable> ended = CompletableFuture.supplyAsync(
                    () -> catchThrowable(() -> statement.executeQuery(sql).close()));
            await().atMost(SOON).until(ClickHouseErrorsIT::endlessStatements, n -> n == 1);
            statement.cancel();
            assertThat(ended.get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(394));
        }
        await().atMost(SOON).until(ClickHouseErrorsIT::endlessStatements, n -> n == 0);
    }

    @Test
    void a_statement_is_killed_by_the_id_that_its_client_gave() throws Exception {
        try (Client client = clickhouse.client().useAsyncRequests(true).build()) {
            QuerySettings named = QuerySettings.merge(SMALL_STEPS, new QuerySettings().setQueryId("it's mine"));
            CompletableFuture<QueryResponse> running = client.query(ENDLESS_SUM + " FORMAT JSON", named);
            await().atMost(SOON).until(ClickHouseErrorsIT::endlessStatements, n -> n == 1);
            client.query("KILL QUERY WHERE query_id = 'it\\'s mine' SYNC").get().close();
            assertThat(catchThrowable(() -> running.get(20, TimeUnit.SECONDS)))
                    .hasRootCauseInstanceOf(ServerException.class);
        }
        await().atMost(SOON).until(ClickHouseErrorsIT::endlessStatements, n -> n == 0);
    }

    @Test
    void a_statement_ends_when_its_client_hangs_up() {
        Client client = clickhouse.client().useAsyncRequests(true).build();
        CompletableFuture<QueryResponse> running = client.query(ENDLESS_SUM, SMALL_STEPS);
        await().atMost(SOON).until(ClickHouseErrorsIT::endlessStatements, n -> n == 1);
        client.close();
        await().atMost(SOON).until(ClickHouseErrorsIT::endlessStatements, n -> n == 0);
        assertThat(running).completesExceptionallyWithin(SOON);
    }

    @Test
    void a_statement_ends_when_its_client_hangs_up_in_the_middle_of_its_result() throws Exception {
        Client client = clickhouse.client().build();
        QuerySettings csv = QuerySettings.merge(SMALL_STEPS, new QuerySettings().setFormat(ClickHouseFormat.CSV));
        QueryResponse response = client.query(ENDLESS, csv).get();
        assertThat(response.getInputStream().read()).isEqualTo('0');
        assertThat(endlessStatements()).isEqualTo(1);
        // Closing the response would read it to its end.
        client.close();
        await().atMost(SOON).until(ClickHouseErrorsIT::endlessStatements, n -> n == 0);
    }

    private static int endlessStatements() throws SQLException {
        return Integer.parseInt(
                clickhouse.ask(
                        "SELECT count() FROM system.processes WHERE query LIKE '%sleepEachRow%' AND query NOT LIKE '%processes%'"));
    }

    private static ServerException error(Client client, String sql) {
        return error(client, sql, new QuerySettings());
    }

    private static ServerException error(Client client, String sql, QuerySettings settings) {
        Throwable error = catchThrowable(
                () -> client.query(sql, settings).get(60, TimeUnit.SECONDS).close());
        while (error != null) {
            if (error instanceof ServerException found) {
                return found;
            }
            error = error.getCause();
        }
        throw new AssertionError("Expected an error of the server for: " + sql);
    }
}
