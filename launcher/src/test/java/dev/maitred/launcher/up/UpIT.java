package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.launcher.Commands;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.serve.Readiness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(300)
class UpIT {

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    private JsonNode get(Platform platform, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(platform.endpoints().http() + path))
                .timeout(Duration.ofMinutes(1))
                .build();
        return new JsonMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private long taken(Platform platform, String source) throws Exception {
        String lsn = OthersDatabases.one(source, "SELECT pg_current_wal_lsn()::text");
        return get(platform, "/api/v1/venues/" + source + ":1/slots/1?wait=30000&atLeast=" + lsn)
                .at("/value/taken")
                .asLong(-1);
    }

    @Test
    void two_databases_drafted_and_checked_are_answered_from_each_as_of_its_own_commits() throws Exception {
        StringBuilder config = new StringBuilder("sources:\n");
        for (String name : new String[] {"north", "south"}) {
            OthersDatabases.clinic(name);
            Files.writeString(directory.resolve(name + ".yaml"), OthersDatabases.draft(name));
            config.append(OthersDatabases.source(name + ".yaml", name));
        }
        Path file = Files.writeString(directory.resolve("platform.yaml"), config);
        Commands.Result refused = Commands.run("up", "--config", file.toString(), "--data", data().toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("It was not begun");
        assertThat(data()).doesNotExist();
        letIn(refused.out());
        assertThat(Commands.run("check", "--config", file.toString()).code()).isZero();

        PlatformPlan plan = new PlatformPlan(
                new ConfiguredSources(ConfigReader.read(file)), null, null, null, 0, PlatformPlan.Additions.NONE);
        try (DataDirectory opened = DataDirectory.open(data());
                Platform platform = Platform.start(opened, plan, step -> {})) {
            Readiness.await(platform, true, Duration.ofMinutes(3), () -> false);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> assertThat(platform.sources())
                            .allMatch(each -> each.state().equals("streaming"))
                            .extracting(each -> each.source())
                            .containsExactly("north", "south"));
            assertThat(taken(platform, "north")).isZero();
            OthersDatabases.sql("north", "INSERT INTO appointments VALUES (1, 1, 2, 'booked', 'Ann')");
            assertThat(taken(platform, "north")).isEqualTo(1);
            assertThat(taken(platform, "south")).isZero();
            OthersDatabases.sql(
                    "south", "INSERT INTO appointments VALUES (1, 1, 1, 'booked', 'Bo'), (2, 1, 2, 'arrived', 'Cy')");
            assertThat(taken(platform, "south")).isEqualTo(2);

            Commands.Result reconciled = Commands.run("reconcile", "--data", data().toString());
            assertThat(reconciled.out()).contains("north as of", "south as of").endsWith("compared, 0 differences\n");
            assertThat(Commands.run(
                                    "sql",
                                    "--data",
                                    data().toString(),
                                    "--source",
                                    "south",
                                    "SELECT count(id) FROM appointments")
                            .out())
                    .contains("    2");
            assertThat(Commands.run("sql", "--data", data().toString(), "--source", "west", "SELECT 1")
                            .err())
                    .contains("no source west", "[north, south]");
            assertPlanned(file);
        }
    }

    private void assertPlanned(Path file) throws Exception {
        Commands.Result same = Commands.run("plan", "--config", file.toString(), "--data", data().toString());
        assertThat(same.code()).as(same.err()).isZero();
        assertThat(same.out()).contains("north: nothing changes", "south: nothing changes");

        Path north = directory.resolve("north.yaml");
        String mapping = Files.readString(north);
        Files.writeString(north, mapping.replace("label: code", "label: id"));
        Commands.Result changed = Commands.run("plan", "--config", file.toString(), "--data", data().toString());
        assertThat(changed.out())
                .contains(
                        "north: built aside",
                        "rooms changed: rule rooms",
                        "clinics unchanged",
                        "south: nothing changes")
                .contains("CREATE PUBLICATION \"maitred2_north\"");
        assertThat(changed.code()).isEqualTo(3);
        Files.writeString(north, mapping);
    }

    private Path data() {
        return directory.resolve("data");
    }

    /** As each database's administrator would, by what the check printed. */
    private static void letIn(String printed) throws Exception {
        Matcher sql = Pattern.compile("sources\\[(\\d)].*|^ {6}((?:GRANT|DROP|CREATE) .*;)$", Pattern.MULTILINE)
                .matcher(printed);
        String database = "";
        while (sql.find()) {
            if (sql.group(1) != null) {
                database = sql.group(1).equals("0") ? "north" : "south";
            } else {
                OthersDatabases.sql(database, sql.group(2));
            }
        }
    }
}
