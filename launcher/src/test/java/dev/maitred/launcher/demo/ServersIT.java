package dev.maitred.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Lsn;
import dev.maitred.embedded.ServerProcess;
import dev.maitred.launcher.demo.RunningDemo.Answer;
import dev.maitred.launcher.demo.RunningDemo.Place;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The demo while one of its servers dies or hangs. */
@Timeout(240)
class ServersIT {

    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    private final RunningDemo demo = RunningDemo.get();

    @Test
    void a_postgres_that_is_killed_runs_again_and_bookings_are_seen_without_a_difference() throws Exception {
        Place place = demo.freePlace();
        String body = "{\"venue\":\"%s\",\"slot\":\"%s\",\"unit\":\"%s\"}"
                .formatted(place.venue(), place.slot(), place.unit());
        ProcessHandle killed = postmaster();
        killed.destroyForcibly();

        Set<Integer> meanwhile = new TreeSet<>();
        await().atMost(BACK_WITHIN).until(() -> {
            meanwhile.add(demo.post("/demo/count", body).status());
            meanwhile.add(demo.post("/demo/book", body).status());
            return !killed.isAlive() && isConnectable();
        });
        assertThat(meanwhile).contains(503).isSubsetOf(200, 409, 503);
        bookAndSee();
        Answer reconciled = demo.post("/api/v1/reconciliations", "");
        assertThat(reconciled.status()).isEqualTo(200);
        assertThat(reconciled.json().at("/0/boards").intValue()).isPositive();
        assertThat(reconciled.json().at("/0/differences")).isEmpty();
        assertThat(postmaster().pid()).isNotEqualTo(killed.pid());
    }

    @Test
    void a_kafka_that_gave_up_runs_again_and_bookings_are_seen_without_a_difference() throws Exception {
        // What the broker's own threads call when its log directory has failed, as on a full disk.
        assertThatThrownBy(() -> Exit.halt(1)).hasMessageContaining("gave up");

        bookAndSee();
        Answer reconciled = demo.post("/api/v1/reconciliations", "");
        assertThat(reconciled.status()).isEqualTo(200);
        assertThat(reconciled.json().at("/0/differences")).isEmpty();
    }

    @Test
    void a_clickhouse_that_is_killed_runs_again_and_reports_are_answered() throws Exception {
        ProcessHandle killed = clickHouse();
        await().atMost(BACK_WITHIN).until(() -> reports() == 200);
        killed.destroyForcibly();

        await().atMost(BACK_WITHIN).until(() -> !killed.isAlive() && reports() == 200);
        assertThat(clickHouse().pid()).isNotEqualTo(killed.pid());
    }

    @Test
    void a_postgres_that_hangs_is_said_to_and_nobody_waits_for_it_for_long() throws Exception {
        Place place = demo.freePlace();
        await().atMost(BACK_WITHIN)
                .until(() -> source().at("/replicationSlot/failure").isNull());
        List<String> stopped = Stream.concat(
                        Stream.of(postmaster()), postmaster().descendants())
                .map(process -> Long.toString(process.pid()))
                .toList();
        signal("-STOP", stopped);
        try {
            long begun = System.nanoTime();
            Answer refused = demo.post(
                    "/demo/book",
                    "{\"venue\":\"%s\",\"slot\":\"%s\",\"unit\":\"%s\"}"
                            .formatted(place.venue(), place.slot(), place.unit()));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.json().get("detail").stringValue()).contains("does not answer");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));

            await().atMost(BACK_WITHIN)
                    .until(() -> !source().get("failure").isNull()
                            && !source().at("/replicationSlot/failure").isNull());
            assertThat(source().get("ageMillis").longValue()).isGreaterThan(5_000);
            assertThat(source().at("/replicationSlot/ageMillis").longValue()).isGreaterThan(5_000);
            assertThat(source().at("/replicationSlot/retainedBytes").isNumber()).isTrue();
            assertThat(demo.get(place.path()).status()).isEqualTo(200);
        } finally {
            signal("-CONT", stopped);
        }
        bookAndSee();
        await().atMost(BACK_WITHIN)
                .until(() -> source().get("failure").isNull()
                        && source().at("/replicationSlot/failure").isNull()
                        && source().at("/replicationSlot/active").booleanValue());
    }

    private JsonNode source() throws IOException, InterruptedException {
        return demo.get("/api/v1/pipeline").json().at("/value/sources/0");
    }

    /** A booking by SQL, and the answer that has it. */
    private void bookAndSee() throws Exception {
        Place place = demo.freePlace();
        try (Connection connection = demo.connect()) {
            long booking = RunningDemo.book(connection, place);
            Lsn committed = RunningDemo.lsn(connection);
            await().atMost(BACK_WITHIN)
                    .until(() -> demo.get(place.path() + "?atLeast=" + committed + "&wait=1000")
                                    .status()
                            == 200);
            assertThat(demo.get(place.path() + "/free")
                            .json()
                            .at("/value/units")
                            .valueStream())
                    .noneMatch(unit -> unit.get("unit").stringValue().equals(place.unit()));
            RunningDemo.cancel(connection, booking);
        }
    }

    private boolean isConnectable() {
        try (Connection connection = demo.connect()) {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private int reports() throws IOException, InterruptedException {
        return demo.get("/api/v1/reports/nights").status();
    }

    private static ProcessHandle postmaster() throws IOException {
        ServerProcess found = ServerProcess.runningIn(
                        RunningDemo.DATA.toRealPath().resolve("postgres/data"), "postgres")
                .getFirst();
        return ProcessHandle.of(found.pid()).orElseThrow();
    }

    private static ProcessHandle clickHouse() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("ClickHouseProcess"))
                .findFirst()
                .orElseThrow();
    }

    private static void signal(String signal, List<String> pids) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", signal));
        command.addAll(pids);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
