package dev.maitred.ops.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.queues.QueueReplica;
import dev.maitred.ops.reports.NoReports;
import dev.maitred.ops.reports.Reports;
import dev.maitred.ops.streams.Explanations;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.topology.VenueQuestions;
import dev.maitred.streams.venue.BoardDetails;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real server over replicas whose records a test gives, so that each partition stands where it says. */
@Timeout(60)
class AnswersIT {

    private static final Replica.Travelled TRAVELLED = new Replica.Travelled(0, 0, 0, true);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final BoardReplica boards = new BoardReplica(new Watermarks(source -> asked.countDown()));
    private final QueueReplica queues = new QueueReplica(new Watermarks(source -> asked.countDown()));
    private static final KafkaStreams STREAMS = neverStarted();
    private final HttpClient client = HttpClient.newHttpClient();
    private ServletWebServerApplicationContext context;
    private String url;

    @SpringBootConfiguration
    @ComponentScan(
            basePackages = {
                "dev.maitred.ops.boards",
                "dev.maitred.ops.queues",
                "dev.maitred.ops.problems",
                "dev.maitred.ops.reports"
            },
            excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*ReportsConfiguration"))
    @ImportAutoConfiguration({
        PropertyPlaceholderAutoConfiguration.class,
        JacksonAutoConfiguration.class,
        HttpMessageConvertersAutoConfiguration.class,
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class
    })
    static class Server {}

    @BeforeEach
    void start() {
        ApplicationContextInitializer<GenericApplicationContext> beans = empty -> {
            empty.registerBean(BoardReplica.class, () -> boards);
            empty.registerBean(QueueReplica.class, () -> queues);
            empty.registerBean(Reports.class, () -> new NoReports("none here"));
            empty.registerBean(Explanations.class, () -> new Explanations(new VenueQuestions(STREAMS)));
        };
        context = (ServletWebServerApplicationContext)
                new SpringApplicationBuilder(Server.class).initializers(beans).run("--server.port=0");
        url = "http://127.0.0.1:"
                + Objects.requireNonNull(context.getWebServer()).getPort();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            boards.caughtUp(partition);
            queues.caughtUp(partition);
        }
    }

    /** Of a topology that never starts: here nothing comes as far as to it. */
    private static KafkaStreams neverStarted() {
        StreamsBuilder nothing = new StreamsBuilder();
        nothing.stream("nothing");
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "never-started");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, "target/no-state");
        return new KafkaStreams(nothing.build(), settings);
    }

    @AfterAll
    static void stopStreams() {
        STREAMS.close();
    }

    @AfterEach
    void stop() {
        client.close();
        context.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/venues", "/api/v1/queues", "/api/v1/queues/club:outbox"})
    void a_position_that_is_not_reached_is_told_with_the_one_that_is(String path) throws Exception {
        everywhere("club", 7);

        JsonNode late = ask(path + "?atLeast=0/8&wait=20", 504);
        assertThat(late.get("detail").stringValue()).contains("as of 0/8 and stood at 0/7 after 20 ms");
        JsonNode reached = ask(path + "?atLeast=0/7&wait=20", 200);
        assertThat(reached.at("/asOf/lsn").stringValue()).isEqualTo("0/7");
        assertThat(ask(path + "?atLeast=soon", 400).get("detail").stringValue()).startsWith("atLeast: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"venues", "queues"})
    void a_list_waits_for_every_partition(String list) throws Exception {
        everywhere("club", 7);
        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> unchecked("/api/v1/" + list + "?atLeast=0/9&wait=30000"));
        asked.await();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            assertThat(answer).as("before partition " + partition + " is there").isNotDone();
            at("club", partition, 9);
        }
        assertThat(answer.get().at("/asOf/lsn").stringValue()).isEqualTo("0/9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"venues", "queues"})
    void an_lsn_is_of_one_source_which_is_named_where_there_are_several(String list) throws Exception {
        assertThat(ask("/api/v1/" + list + "?atLeast=0/7", 503).get("detail").stringValue())
                .contains("still being read");
        everywhere("club", 7);
        everywhere("bar", 3);

        assertThat(ask("/api/v1/" + list + "?atLeast=0/7", 400).get("detail").stringValue())
                .contains("several", "bar, club", "source=");
        assertThat(ask("/api/v1/" + list + "?atLeast=0/7&source=club", 200).get("value"))
                .hasSize(1);
        assertThat(ask("/api/v1/" + list + "?atLeast=0/7&source=bar&wait=1", 504)
                        .get("detail")
                        .stringValue())
                .contains("stood at 0/3");
        assertThat(ask("/api/v1/" + list, 200).get("value")).hasSize(2);
        assertThat(ask("/api/v1/" + list + "?source=pub", 400).get("detail").stringValue())
                .contains("bar, club", "pub");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "venues",
                "venues/club:1/slots",
                "venues/club:1/slots/7",
                "venues/club:1/slots/7/free",
                "venues/club:1/slots/7/explain",
                "queues",
                "queues/club:outbox"
            })
    void a_wait_that_cannot_be_is_refused_with_and_without_a_position(String path) throws Exception {
        everywhere("club", 7);
        for (String query : List.of("?wait=-1", "?wait=30001", "?wait=-1&atLeast=0/1")) {
            assertThat(ask("/api/v1/" + path + query, 400).get("detail").stringValue())
                    .as(query)
                    .startsWith("wait: expected 0 to 30000 milliseconds, found ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "venues/club:1/slots?wait=abc|wait: expected a whole number, found \"abc\"",
                "reports/nights?date=banana|date: expected a date from 0001-01-01 to 9999-12-31 like 2026-11-20, found \"banana\"",
                "reports/nights?date=-0001-01-01|date: expected a date from 0001-01-01 to 9999-12-31 like 2026-11-20, found \"-0001-01-01\"",
                "reports/nights?date=0000-12-31|date: expected a date from 0001-01-01 to 9999-12-31 like 2026-11-20, found \"0000-12-31\"",
                "reports/nights?date=%2B999999999-12-31|date: expected a date from 0001-01-01 to 9999-12-31 like 2026-11-20, found \"+999999999-12-31\""
            })
    void what_is_of_another_form_is_told_in_words(String path, String detail) throws Exception {
        assertThat(ask("/api/v1/" + path, 400).get("detail").stringValue()).isEqualTo(detail);
    }

    @Test
    void free_units_say_how_many_there_are_and_whether_all_are_listed() throws Exception {
        board("7", "{\"venue\":\"club:1\",\"capacity\":3,\"free\":1", "[{\"unit\":\"é\"}]");
        board("8", "{\"sections\":[{\"free\":9}],\"free\":612", "null");
        board("9", "{\"venue\":\"club:1\",\"free\":null", "[]");
        everywhere("club", 7);

        JsonNode listed = ask("/api/v1/venues/club:1/slots/7/free", 200).get("value");
        assertThat(listed)
                .isEqualTo(new JsonMapper().readTree("{\"free\":1,\"truncated\":false,\"units\":[{\"unit\":\"é\"}]}"));
        JsonNode large = ask("/api/v1/venues/club:1/slots/8/free", 200).get("value");
        assertThat(large).isEqualTo(new JsonMapper().readTree("{\"free\":612,\"truncated\":true,\"units\":[]}"));
        JsonNode unknown = ask("/api/v1/venues/club:1/slots/9/free", 200).get("value");
        assertThat(unknown).isEqualTo(new JsonMapper().readTree("{\"free\":null,\"truncated\":false,\"units\":[]}"));
    }

    private void everywhere(String source, long lsn) {
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        boards.put(Topics.partitionOf(source + ":1"), source + ":1/", value, new byte[0]);
        queues.put(Topics.partitionOf(source + ":outbox"), source + ":outbox", value, new byte[0]);
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            at(source, partition, lsn);
        }
    }

    private void at(String source, int partition, long lsn) {
        BoardWatermark watermark = new BoardWatermark(1, new Lsn(lsn), lsn, false);
        boards.watermark(partition, source, watermark, TRAVELLED);
        queues.watermark(partition, source, watermark, TRAVELLED);
    }

    private void board(String slot, String start, String freeUnits) {
        byte[] before = start.getBytes(StandardCharsets.UTF_8);
        byte[] upTo = (start + ",\"freeUnits\":" + freeUnits).getBytes(StandardCharsets.UTF_8);
        byte[] whole = (start + ",\"freeUnits\":" + freeUnits + "}").getBytes(StandardCharsets.UTF_8);
        byte[] details = new BoardDetails(new Position(1, new Lsn(1), 1), 0, 0, before.length, upTo.length).bytes();
        boards.put(Topics.partitionOf("club:1"), "club:1/" + slot, whole, details);
    }

    private JsonNode unchecked(String path) {
        try {
            return ask(path, 200);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode ask(String path, int status) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(40))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(status);
        return new JsonMapper().readTree(answer.body());
    }
}
