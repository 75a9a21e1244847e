package dev.maitred.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Lsn;
import dev.maitred.launcher.demo.RunningDemo.Answer;
import dev.maitred.launcher.demo.RunningDemo.Place;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a committed row to an answer. */
@Timeout(300)
class DemoIT {

    private static final int READS_OF_OWN_WRITES = Rounds.of(200, 1_000);
    // The goal is 100 ms; a machine that is busy with other things gets longer.
    private static final Duration SOON = Duration.ofSeconds(20);

    private final RunningDemo demo = RunningDemo.get();

    @Test
    void a_booking_takes_a_free_table_from_the_answer_within_moments_of_its_commit() throws Exception {
        Place place = demo.freePlace();
        Answer before = demo.get(place.path());
        try (Connection connection = demo.connect()) {
            Lsn beforeCommit = RunningDemo.lsn(connection);
            long booking = RunningDemo.book(connection, place);
            long committed = System.nanoTime();
            Lsn afterCommit = RunningDemo.lsn(connection);

            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .atMost(SOON)
                    .until(() -> demo.get(place.path()).count("free") == before.count("free") - 1);
            System.out.printf("commit to answer: %.1f ms%n", (System.nanoTime() - committed) / 1e6);

            Answer after = demo.get(place.path() + "?atLeast=" + afterCommit);
            assertThat(after.lsn()).isGreaterThan(beforeCommit).isGreaterThanOrEqualTo(afterCommit);
            assertThat(after.count("taken")).isEqualTo(before.count("taken") + 1);
            assertThat(rows(demo.get(place.path() + "/explain").json())).contains("bookings/" + booking);
            RunningDemo.cancel(connection, booking);
        }
    }

    private static Stream<String> rows(JsonNode explanation) {
        return explanation
                .at("/value/occupants")
                .valueStream()
                .map(each -> each.get("row").stringValue());
    }

    @Test
    @Tag("prove")
    void an_answer_as_of_the_commit_is_never_without_what_was_committed() throws Exception {
        Place place = demo.freePlace();
        int stale = 0;
        try (Connection connection = demo.connect()) {
            long before = demo.get(place.path() + "?atLeast=" + RunningDemo.lsn(connection))
                    .count("taken");
            long begun = System.nanoTime();
            for (int i = 0; i < READS_OF_OWN_WRITES / 2; i++) {
                long booking = RunningDemo.book(connection, place);
                stale += taken(place, RunningDemo.lsn(connection)) == before + 1 ? 0 : 1;
                RunningDemo.cancel(connection, booking);
                stale += taken(place, RunningDemo.lsn(connection)) == before ? 0 : 1;
            }
            System.out.printf(
                    "%d reads of own writes, %d stale, %.1f ms each with its commit%n",
                    READS_OF_OWN_WRITES, stale, (System.nanoTime() - begun) / 1e6 / READS_OF_OWN_WRITES);
        }
        assertThat(stale).isZero();
    }

    private long taken(Place place, Lsn lsn) throws Exception {
        Answer answer = demo.get(place.path() + "?atLeast=" + lsn);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lsn()).isGreaterThanOrEqualTo(lsn);
        return answer.count("taken");
    }

    @Test
    void an_event_stream_tells_a_booking_as_of_its_commit_or_later() throws Exception {
        Place place = demo.freePlace();
        String key = place.venue() + "/" + place.slot();
        BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
        var stream = demo.client()
                .send(
                        demo.request("/api/v1/stream?board=" + key).build(),
                        java.net.http.HttpResponse.BodyHandlers.ofLines())
                .body();
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                stream.filter(line -> line.startsWith("data: "))
                        .forEach(line -> events.add(new JsonMapper().readTree(line.substring("data: ".length()))));
            } catch (UncheckedIOException closed) {
                // The test has seen enough.
            }
        });
        try (stream;
                Connection connection = demo.connect()) {
            JsonNode first = events.poll(30, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            long before = first.at("/value/taken").longValue();
            Lsn beforeCommit = RunningDemo.lsn(connection);

            long booking = RunningDemo.book(connection, place);

            JsonNode told = events.poll(30, TimeUnit.SECONDS);
            assertThat(told).isNotNull();
            assertThat(told.at("/value/taken").longValue()).isEqualTo(before + 1);
            assertThat(Lsn.parse(told.at("/asOf/lsn").stringValue())).isGreaterThan(beforeCommit);
            RunningDemo.cancel(connection, booking);
        } finally {
            reader.interrupt();
        }
    }

    @Test
    void what_is_not_there_is_said_as_a_problem() throws Exception {
        Place place = demo.freePlace();
        isProblem(demo.get("/api/v1/venues/nightclub:999/slots"), 404, "nightclub:999");
        isProblem(demo.get("/api/v1/venues/" + place.venue() + "/slots/999999"), 404, "999999");
        isProblem(demo.get("/api/v1/venues/nightclub:999/slots/1/explain"), 404, "nightclub:999");
        isProblem(demo.get(place.path() + "?atLeast=yesterday"), 400, "yesterday");
        isProblem(demo.get(place.path() + "?atLeast=0/0&wait=-1"), 400, "-1");
    }

    @Test
    void a_position_that_does_not_come_is_a_problem_with_the_position_reached() throws Exception {
        Place place = demo.freePlace();
        Answer answer = demo.get(place.path() + "?atLeast=FFFF/0&wait=100");
        isProblem(answer, 504, "FFFF/0");
        assertThat(answer.json().get("detail").stringValue())
                .containsPattern("stood at [0-9A-F]+/[0-9A-F]+ after 100 ms");
    }

    private static void isProblem(Answer answer, int status, String named) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.json().get("detail").stringValue()).contains(named);
        assertThat(answer.json().get("requestId").stringValue()).isNotEmpty();
    }
}
