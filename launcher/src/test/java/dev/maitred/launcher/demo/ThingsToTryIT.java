package dev.maitred.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Lsn;
import dev.maitred.launcher.demo.RunningDemo.Answer;
import dev.maitred.launcher.demo.RunningDemo.Place;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the demo's page asks of the demo. */
@Timeout(300)
class ThingsToTryIT {

    private final RunningDemo demo = RunningDemo.get();

    @Test
    void a_table_is_booked_once_and_given_back() throws Exception {
        Place place = demo.freePlace();
        long before = demo.get(place.path()).count("taken");

        Answer booked = demo.post("/demo/book", body(place));
        assertThat(booked.status()).isEqualTo(200);
        assertThat(booked.json().get("table").stringValue()).startsWith("T");
        assertThat(demo.get(place.path() + "?atLeast=" + lsn(booked)).count("taken"))
                .isEqualTo(before + 1);

        Answer again = demo.post("/demo/book", body(place));
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").stringValue()).contains("was taken meanwhile");

        String cancel = "{\"bookingId\":" + booked.json().get("bookingId") + "}";
        Answer cancelled = demo.post("/demo/cancel", cancel);
        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(demo.get(place.path() + "?atLeast=" + lsn(cancelled)).count("taken"))
                .isEqualTo(before);
        assertThat(demo.post("/demo/cancel", cancel).status()).isEqualTo(409);
    }

    private static String body(Place place) {
        return "{\"venue\":\"%s\",\"slot\":\"%s\",\"unit\":\"%s\"}"
                .formatted(place.venue(), place.slot(), place.unit());
    }

    private static Lsn lsn(Answer answer) {
        return Lsn.parse(answer.json().get("lsn").stringValue());
    }

    @Test
    void what_the_page_did_not_book_is_not_cancelled_and_what_is_not_there_is_not_booked() throws Exception {
        Place place = demo.freePlace();
        assertThat(demo.post("/demo/cancel", "{\"bookingId\":1}").status()).isEqualTo(404);
        assertThat(demo.post("/demo/cancel", "{}").status()).isEqualTo(400);
        for (Place wrong : List.of(
                new Place("nightclub:999", place.slot(), place.unit()),
                new Place(place.venue(), "999999", place.unit()),
                new Place(place.venue(), place.slot(), "no table"))) {
            assertThat(demo.post("/demo/book", body(wrong)).status()).isEqualTo(404);
        }
    }

    @Test
    void the_count_in_the_database_is_the_live_count_as_of_its_position() throws Exception {
        Place place = demo.freePlace();

        Answer counted = demo.post("/demo/count", body(place));

        assertThat(counted.status()).isEqualTo(200);
        Answer live = demo.get(place.path() + "?atLeast=" + lsn(counted));
        for (String name :
                List.of("capacity", "free", "held", "taken", "seated", "blocked", "overbooked", "conflicts")) {
            assertThat(live.count(name))
                    .as(name)
                    .isEqualTo(counted.json().at("/counts/" + name).longValue());
        }
        assertThat(demo.post("/demo/count", "{\"venue\":\"nightclub:1\",\"slot\":\"0\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void held_back_the_answers_grow_old_honestly_and_then_catch_up() throws Exception {
        assertThat(demo.post("/demo/hold-back", "{\"seconds\":31}").status()).isEqualTo(400);
        assertThat(demo.post("/demo/hold-back", "{\"seconds\":3}").status()).isEqualTo(202);

        await().atMost(Duration.ofMinutes(1)).until(() -> age() > 2_000);
        await().atMost(Duration.ofMinutes(1)).until(() -> age() < 1_500);
    }

    private long age() throws IOException, InterruptedException {
        return demo.get("/api/v1/venues").json().get("ageMillis").longValue();
    }

    @Test
    void what_is_tried_before_the_demo_is_whole_is_refused_in_words() {
        assertThat(demo.refusedEarly())
                .hasSize(4)
                .allSatisfy(refusal -> assertThat(refusal)
                        .isInstanceOfSatisfying(
                                Refusal.class,
                                each -> assertThat(each.getStatusCode().value()).isEqualTo(503)));
    }

    @Test
    void a_text_that_no_id_can_be_is_a_bad_request() throws Exception {
        Place place = demo.freePlace();
        String nul = "\\u0000";
        for (Place wrong : List.of(
                new Place(nul, place.slot(), place.unit()),
                new Place(place.venue(), nul, place.unit()),
                new Place(place.venue(), place.slot() + nul, place.unit()))) {
            for (String path : List.of("/demo/count", "/demo/book")) {
                Answer answer = demo.post(path, body(wrong));
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.type()).startsWith("application/problem+json");
                assertThat(answer.json().get("detail").stringValue()).contains("NUL");
            }
        }
        for (String path : List.of("/api/v1/venues/%00/slots", "/api/v1/queues/a%00", "/api/v1/venues/x%2fy/slots")) {
            Answer answer = demo.get(path);
            assertThat(answer.status()).as(path).isEqualTo(400);
            assertThat(answer.json().get("detail").stringValue()).contains("cannot be read");
        }
    }

    @Test
    void a_site_that_points_its_name_here_is_refused() throws Exception {
        assertThat(raw("GET /demo/status HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 421")
                .contains("This server is not example.org");
    }

    @Test
    void a_page_of_another_site_books_nothing() throws Exception {
        String request = "POST /demo/book HTTP/1.1\r\nHost: localhost\r\nOrigin: http://example.org\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
        assertThat(raw(request)).startsWith("HTTP/1.1 403").contains("another site");
    }

    private String raw(String request) throws IOException {
        URI here = URI.create(demo.platform().endpoints().http());
        try (Socket socket = new Socket(here.getHost(), here.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
