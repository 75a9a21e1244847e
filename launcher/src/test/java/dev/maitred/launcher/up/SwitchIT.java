package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.ingest.change.MappingState;
import dev.maitred.launcher.Commands;
import dev.maitred.launcher.Commands.Result;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.serve.Readiness;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A platform that runs takes another mapping, and everything in it judges by that. */
@Timeout(300)
class SwitchIT {

    /** Of four tickets two are asked for, which this one does not count. */
    private static final String MAPPING = """
            source: theatre
            tables:
              halls:
                venue: { name: name }
              shows:
                slot: { venue: hall_id, label: title, starts_at: starts, ends_at: ends }
              tickets:
                occupant:
                  venue: show_id.hall_id
                  slot: show_id
                  section: { constant: stalls }
                  quantity: pieces
                  state: { column: state, values: { confirmed: sold, cancelled: [asked, void] } }
            """;

    private static final String COUNTING_ASKED =
            MAPPING.replace("confirmed: sold, cancelled: [asked, void]", "confirmed: [sold, asked], cancelled: void");

    @TempDir
    private static Path directory;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static DataDirectory opened;
    private static Platform platform;
    private static Path file;

    @BeforeAll
    static void start() throws Exception {
        OthersDatabases.server().createDatabase("theatre");
        OthersDatabases.sql("theatre", """
                CREATE TABLE halls (id int PRIMARY KEY, name text NOT NULL);
                CREATE TABLE shows (id int PRIMARY KEY, hall_id int NOT NULL REFERENCES halls, title text NOT NULL,
                                    subtitle text NOT NULL, starts timestamptz NOT NULL, ends timestamptz NOT NULL);
                CREATE TABLE tickets (id int PRIMARY KEY, show_id int NOT NULL REFERENCES shows, state text NOT NULL,
                                      pieces int NOT NULL);
                INSERT INTO halls VALUES (1, 'Arena');
                INSERT INTO shows VALUES (1, 1, 'Swan', 'Lake', now() + interval '1 day', now() + interval '2 days');
                INSERT INTO tickets VALUES (1, 1, 'sold', 1), (2, 1, 'sold', 1), (3, 1, 'asked', 1), (4, 1, 'asked', 1)""");
        file = Files.writeString(
                directory.resolve("platform.yaml"), "sources:\n" + OthersDatabases.source("theatre.yaml", "theatre"));
        write(MAPPING);
        run(printed("check").out());
        opened = DataDirectory.open(data());
        platform = Platform.start(
                opened,
                new PlatformPlan(
                        new ConfiguredSources(ConfigReader.read(file)),
                        null,
                        null,
                        null,
                        0,
                        PlatformPlan.Additions.NONE),
                step -> {});
        Readiness.await(platform, true, Duration.ofMinutes(3), () -> false);
    }

    @AfterAll
    static void stop() throws IOException {
        platform.close();
        opened.close();
    }

    private static Path data() {
        return directory.resolve("data");
    }

    private static void write(String mapping) throws IOException {
        Files.writeString(directory.resolve("theatre.yaml"), mapping);
    }

    private static Result printed(String command) {
        return command.equals("check")
                ? Commands.run(command, "--config", file.toString())
                : Commands.run(command, "--config", file.toString(), "--data", data().toString());
    }

    /** As the database's administrator would, by what was printed. */
    private static void run(String printed) throws Exception {
        Matcher sql = Pattern.compile(
                        "((?:GRANT|CREATE PUBLICATION|ALTER PUBLICATION) [^;\\n]*)(?:;|$)", Pattern.MULTILINE)
                .matcher(printed);
        while (sql.find()) {
            OthersDatabases.sql("theatre", sql.group(1));
        }
    }

    private static Result switchTo(String mapping) throws IOException {
        write(mapping);
        return printed("switch");
    }

    private static HttpResponse<String> send(String source, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(platform.endpoints().http() + "/api/v1/sources/" + source + "/mapping"))
                .timeout(Duration.ofMinutes(1))
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static JsonNode show() throws Exception {
        String lsn = OthersDatabases.one("theatre", "SELECT pg_current_wal_lsn()::text");
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        platform.endpoints().http() + "/api/v1/venues/theatre:1/slots/1?wait=30000&atLeast=" + lsn))
                .timeout(Duration.ofMinutes(1))
                .build();
        return new JsonMapper()
                .readTree(CLIENT.send(request, BodyHandlers.ofString()).body())
                .path("value");
    }

    private static String reconciled() {
        return Commands.run("reconcile", "--data", data().toString()).out();
    }

    /** One test, for each step begins with what the one before has brought into force. */
    @Test
    void a_running_platform_takes_another_mapping_and_is_judged_by_it() throws Exception {
        assertThat(switchTo(MAPPING)).matches(same -> same.code() == 3, "nothing to do");
        assertThat(switchTo("# it says the same\n" + MAPPING).code()).isEqualTo(3);
        String commented = "# sent though it says the same\n" + MAPPING;
        assertThat(send("theatre", commented).statusCode()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> platform.sources().getFirst().mapping(),
                        its -> its.state().equals("in_force")
                                && MappingState.version(commented).equals(its.version()));
        assertThat(show().path("taken").asInt()).isEqualTo(2);

        HttpResponse<String> form = send("theatre", commented, "Content-Type", "application/x-www-form-urlencoded");
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(form.body()).contains("Content-Type: application/yaml");

        Result switched = switchTo(COUNTING_ASKED);
        assertThat(switched.code()).as(switched.out() + switched.err()).isZero();
        assertThat(switched.out())
                .contains("theatre: built aside", "tickets changed", "theatre: in force\n")
                .endsWith("at its next start the platform takes what " + file + " says then.\n");
        assertThat(show().path("taken").asInt()).isEqualTo(4);
        OthersDatabases.sql("theatre", "INSERT INTO tickets VALUES (5, 1, 'asked', 1)");
        assertThat(show().path("taken").asInt()).isEqualTo(5);
        assertThat(reconciled()).contains("theatre as of").endsWith("compared, 0 differences\n");
        assertThat(Commands.run("trace", "--data", data().toString(), "tickets", "3")
                        .out())
                .contains("It counts as taken", "The log says the same as the database.");
        assertThat(switchTo(COUNTING_ASKED).code()).isEqualTo(3);

        String withColumn = COUNTING_ASKED.replace("label: title", "label: subtitle");
        Result lacking = switchTo(withColumn);
        assertThat(lacking.code()).isEqualTo(1);
        assertThat(lacking.out())
                .contains("to be run before", "CREATE PUBLICATION \"maitred2_theatre\"")
                .endsWith("Nothing was sent: mend what is said above, then try again.\n");
        run(lacking.out());
        Result widened = switchTo(withColumn);
        assertThat(widened.code()).as(widened.out() + widened.err()).isZero();
        assertThat(show().path("label").asString()).isEqualTo("Lake");
        assertThat(reconciled()).endsWith("compared, 0 differences\n");
        Result back = switchTo(MAPPING);
        assertThat(back.code()).as(back.out() + back.err()).isZero();
        assertThat(show().path("taken").asInt()).isEqualTo(2);
    }

    @Test
    void a_wrong_mapping_is_refused_with_all_its_faults_and_changes_nothing() throws Exception {
        String wrong =
                COUNTING_ASKED.replace("label: title", "label: titel").replace("quantity: pieces", "quantity: piece");
        Result refused = switchTo(wrong);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.out()).contains("2 faults", "titel", "piece", "Nothing was sent");

        HttpResponse<String> sent = send("theatre", wrong);
        assertThat(sent.statusCode()).isEqualTo(422);
        assertThat(sent.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(sent.body()).contains("2 faults", "titel", "piece", "answers go on by the one in force");
        assertThat(send("theatre", "no mapping").statusCode()).isEqualTo(422);
        assertThat(reconciled()).endsWith("compared, 0 differences\n");
    }

    @Test
    void what_is_none_of_its_sources_mappings_is_refused() throws Exception {
        HttpResponse<String> unknown = send("opera", MAPPING);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("opera", "[theatre]");
        HttpResponse<String> other = send("theatre", MAPPING.replace("source: theatre", "source: opera"));
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(other.body()).contains("opera");
        Result sent = switchTo(MAPPING.replace("source: theatre", "source: opera"));
        assertThat(sent.code()).isEqualTo(1);
        assertThat(sent.out()).contains("opera: the platform that runs has no source of that name; it has [theatre]");
    }

    @Test
    void only_a_mapping_may_be_large_and_only_this_servers_own_page_may_send_one() throws Exception {
        String commented = MAPPING + ("# " + "x".repeat(97) + "\n").repeat(1_000);
        assertThat(send("theatre", commented + "nonsense: 1\n").statusCode()).isEqualTo(422);
        assertThat(send("theatre", "#".repeat(512 * 1024 + 1)).statusCode()).isEqualTo(413);
        assertThat(send("theatre", MAPPING, "Origin", "http://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
    }
}
