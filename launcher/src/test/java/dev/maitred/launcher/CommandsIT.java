package dev.maitred.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.launcher.demo.DemoPlatform;
import dev.maitred.launcher.demo.RunningDemo;
import dev.maitred.launcher.running.RunningPlatform;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The commands that speak to a running platform, as they are typed. */
@Timeout(300)
class CommandsIT {

    private static final long BURST = 2_000;

    private final DemoPlatform platform = RunningDemo.get().platform();

    private record Result(int code, String out, String err) {}

    private static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line =
                Maitred.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return new Result(line.execute(arguments), out.toString(), err.toString());
    }

    private static Result sql(String sql, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "sql";
        arguments[1] = "--data";
        arguments[2] = RunningDemo.DATA.toString();
        System.arraycopy(options, 0, arguments, 3, options.length);
        arguments[arguments.length - 1] = sql;
        return run(arguments);
    }

    @Test
    void sql_prints_rows_as_a_table() {
        Result result =
                sql("SELECT 1 AS one, 'two' AS text, NULL AS nothing; SELECT id FROM clubs WHERE id < 3 ORDER BY id");
        assertThat(result.code()).isZero();
        assertThat(result.out()).isEqualTo("""
                one | text | nothing
                ----+------+--------
                  1 | two  |
                (1 row)
                id
                --
                 1
                 2
                (2 rows)
                """);
    }

    @Test
    void sql_says_the_position_of_its_commit_and_of_nothing_else() {
        Result written = sql("UPDATE clubs SET active = active WHERE id = 1");
        assertThat(written.out()).matches("1 row changed\\Rcommit LSN [0-9A-F]+/[0-9A-F]+\\R");
        assertThat(sql("UPDATE clubs SET active = active WHERE id = 1", "--quiet")
                        .out())
                .matches("[0-9A-F]+/[0-9A-F]+\\R");
    }

    @Test
    void sql_in_one_call_is_one_transaction() {
        Result result = sql("INSERT INTO campaigns (club_id, name, message) VALUES (1, 'half', 'x'); SELECT 1/0");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .isEqualTo("maitred: The database says: division by zero (22012). The transaction was rolled back.\n");
        assertThat(sql("SELECT count(*) FROM campaigns WHERE name = 'half'").out())
                .contains("    0\n");
    }

    @Test
    void sql_says_where_it_is_wrong() {
        assertThat(sql("SELECT 1;\nSELECT nix FROM clubs").err())
                .contains("column \"nix\" does not exist", "line 2 character 8, \"nix\"");
    }

    @Test
    void reconcile_finds_no_difference_during_and_after_a_burst_of_bookings() {
        WorkloadSettings settings = WorkloadSettings.of(
                        platform.bookingSuperuser().jdbcUrl(RunningDemo.NIGHTCLUB.name()),
                        RunningDemo.NIGHTCLUB.applicationRole(),
                        platform.applicationPassword(RunningDemo.NIGHTCLUB))
                .withTransactionsPerSecond(300)
                .withSpeed(60);
        try (Workload workload = RunningDemo.NIGHTCLUB.workload(settings)) {
            workload.start();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> workload.statistics().transactions() > BURST / 2);
            noDifference();
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> workload.statistics().transactions() > BURST);
        }
        noDifference();
    }

    private static void noDifference() {
        Result result = run("reconcile", "--data", RunningDemo.DATA.toString());
        System.out.print(result.out() + result.err());
        assertThat(result.code()).isZero();
        assertThat(result.out()).endsWith(" boards compared, 0 differences\n");
    }

    @Test
    void reconcile_knows_its_sources() {
        Result result = run("reconcile", "--data", RunningDemo.DATA.toString(), "--source", "nix");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("no source nix", "[nightclub]");
    }

    @Test
    void a_venue_is_read_again_when_asked_for_and_asking_twice_at_once_does_no_harm() throws Exception {
        String[] command = {"resync", "--data", RunningDemo.DATA.toString(), "--venue", "nightclub:1"};
        try (var both = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Result> each : both.<Result>invokeAll(List.of(() -> run(command), () -> run(command)))) {
                assertThat(each.get().code()).as(each.get().err()).isZero();
                assertThat(each.get().out())
                        .containsPattern(
                                "done: [1-9][0-9,]* rows read, [1-9][0-9,]* written, [0-9,]+ removed, as of [0-9A-F]+/");
            }
        }
    }

    @Test
    void a_paused_source_is_left_alone_until_it_is_resumed_and_nothing_is_lost() throws Exception {
        String data = RunningDemo.DATA.toString();
        assertThat(run("pause", "--data", data).out()).isEqualTo("nightclub: paused\n");
        try {
            Result written = sql("UPDATE clubs SET name = name WHERE id = 1", "--quiet");
            try (RunningPlatform running = RunningPlatform.find(RunningDemo.DATA)) {
                assertThat(running.get(
                                        "/api/v1/venues?atLeast="
                                                + written.out().strip() + "&wait=1000",
                                        Duration.ofSeconds(10))
                                .statusCode())
                        .isEqualTo(504);
            }
        } finally {
            assertThat(run("resume", "--data", data).out()).isEqualTo("nightclub: streaming\n");
        }
        noDifference();
        assertThat(run("pause", "--data", data, "--source", "nix").err())
                .contains("There is no source \"nix\". Known sources: [nightclub]");
    }

    @Test
    void monitoring_is_told_how_the_replication_slot_is_at_a_port_of_its_own() throws Exception {
        String url = Objects.requireNonNull(platform.platform().endpoints().metrics());
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(scraped(url))
                        .containsPattern("maitred_replication_slot_retained_bytes\\{source=\"nightclub\"} [0-9.E]+\n")
                        .contains("maitred_replication_slot_active{source=\"nightclub\"} 1.0\n")
                        .containsPattern(
                                "maitred_replication_slot_minutes_left\\{source=\"nightclub\"} ([0-9.E]+|NaN)\n")
                        .contains("maitred_source_up{source=\"nightclub\"} 1.0\n")
                        .containsPattern("maitred_answers_age_seconds\\{source=\"nightclub\"} 0\\.[0-9]+\n")
                        .containsPattern("maitred_dead_letters_total\\{source=\"nightclub\"} [0-9.]+\n"));
        assertThat(scraped(url.replace("/metrics", "/"))).startsWith("There is GET /metrics");
    }

    private static String scraped(String url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void a_resync_of_a_table_that_is_not_mapped_says_which_are() {
        Result result =
                run("resync", "--data", RunningDemo.DATA.toString(), "--source", "nightclub", "--table", "guests");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("none of these tables is mapped; mapped are [", "public.bookings");
    }

    @Test
    void a_row_that_was_put_aside_is_told_with_its_reason() throws Exception {
        try (RunningPlatform running = RunningPlatform.find(RunningDemo.DATA)) {
            sql(
                    "INSERT INTO events (club_id, title, start_utc, end_utc) VALUES (1, 'after all time', '294270-01-01', '294271-01-01')");
            try {
                await().atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(running.get(
                                                "/api/v1/dead-letters?source=nightclub&table=events&limit=1",
                                                Duration.ofSeconds(10))
                                        .body())
                                .contains(
                                        "\"reason\":\"starts_at: expected a point in time before the year 294247",
                                        "\"position\":\""));
            } finally {
                sql("DELETE FROM events WHERE title = 'after all time'");
            }
            assertThat(running.get("/api/v1/dead-letters?limit=0", Duration.ofSeconds(10))
                            .body())
                    .contains("limit: expected 1 to 1000, found 0");
        }
    }

    @Test
    void a_runbook_runs_against_the_live_system_and_judges_it() {
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            Result result = run("runbook", "availability-stale", "--data", RunningDemo.DATA.toString());
            assertThat(result.out())
                    .contains("## Symptom", "> GET /api/v1/pipeline", "as expected: /*/active = true, found true")
                    .contains("Verdict: availability-stale is not the case");
            assertThat(result.code()).isZero();
        });
    }

    @Test
    void a_runbook_says_what_is_wrong_while_ingest_is_held_back() {
        platform.platform().holdIngestBack(Duration.ofMinutes(1));
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            Result result = run("runbook", "availability-stale", "--data", RunningDemo.DATA.toString());
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.out()).contains("answers are stale: the next two checks say at which hop");
        });
        platform.platform().holdIngestBack(Duration.ZERO);
    }

    @Test
    void a_second_demo_on_the_directory_is_refused_and_names_the_first() {
        Result result = run("demo", "--data", RunningDemo.DATA.toString(), "--port", "0");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("is in use by", "Stop that process first, or name another directory with --data");
    }
}
