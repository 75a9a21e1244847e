package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A database that this project did not design, live, by its mapping alone. */
@Timeout(300)
class PretixIT {

    private static final Path EXAMPLE = Path.of("..", "docs", "examples", "pretix");
    private static final String CONCERT = "/api/v1/venues/pretix:5/slots/5";
    private static final String MATINEE = "/api/v1/venues/pretix:6/slots/61";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    /** The counts of a board as of everything that is committed now: free, held, taken, blocked. */
    private String counts(Platform platform, String slot) throws Exception {
        String lsn = OthersDatabases.one("pretix", "SELECT pg_current_wal_lsn()::text");
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(platform.endpoints().http() + slot + "?wait=30000&atLeast=" + lsn))
                .timeout(Duration.ofMinutes(1))
                .build();
        JsonNode board = new JsonMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body())
                .path("value");
        return board.path("free") + " " + board.path("held") + " " + board.path("taken") + " " + board.path("blocked");
    }

    @Test
    void a_ticket_shop_is_answered_live_by_its_mapping_alone() throws Exception {
        OthersDatabases.server().createDatabase("pretix");
        OthersDatabases.sql("pretix", Files.readString(EXAMPLE.resolve("schema.sql")));
        OthersDatabases.sql("pretix", Files.readString(EXAMPLE.resolve("rows.sql")));
        Files.copy(EXAMPLE.resolve("mapping.yaml"), directory.resolve("mapping.yaml"));
        Path file = Files.writeString(
                directory.resolve("platform.yaml"), "sources:\n" + OthersDatabases.source("mapping.yaml", "pretix"));
        letIn(Commands.run("check", "--config", file.toString()).out());
        Commands.Result checked = Commands.run("check", "--config", file.toString());
        assertThat(checked.code()).as(checked.out() + checked.err()).isZero();

        Path data = directory.resolve("data");
        PlatformPlan plan = new PlatformPlan(
                new ConfiguredSources(ConfigReader.read(file)), null, null, null, 0, PlatformPlan.Additions.NONE);
        try (DataDirectory opened = DataDirectory.open(data);
                Platform platform = Platform.start(opened, plan, step -> {})) {
            Readiness.await(platform, true, Duration.ofMinutes(3), () -> false);
            // 190 seats on sale, 10 blocked; 20 orders of two are paid, 20 are not yet, 20 were cancelled.
            assertThat(counts(platform, CONCERT)).isEqualTo("110 40 40 10");
            assertThat(counts(platform, MATINEE)).isEqualTo("50 0 0 0");

            OthersDatabases.sql("pretix", "UPDATE pretixbase_order SET status = 'p' WHERE id = 1");
            assertThat(counts(platform, CONCERT)).isEqualTo("110 38 42 10");
            OthersDatabases.sql("pretix", "UPDATE pretixbase_order SET status = 'c' WHERE id IN (1, 3)");
            assertThat(counts(platform, CONCERT)).isEqualTo("114 38 38 10");
            OthersDatabases.sql("pretix", "UPDATE pretixbase_orderposition SET canceled = true WHERE id = 8");
            assertThat(counts(platform, CONCERT)).isEqualTo("115 37 38 10");
            OthersDatabases.sql("pretix", "UPDATE pretixbase_seat SET blocked = false WHERE id > 1195");
            assertThat(counts(platform, CONCERT)).isEqualTo("120 37 38 5");
            OthersDatabases.sql(
                    "pretix",
                    "INSERT INTO pretixbase_cartposition VALUES (1, 'x', 6, 61, 2101, now(), now() + interval '1 hour'), "
                            + "(2, 'x', 6, 61, 2102, now(), now() - interval '1 second')");
            assertThat(counts(platform, MATINEE)).isEqualTo("49 1 0 0");

            Commands.Result reconciled = Commands.run("reconcile", "--data", data.toString());
            assertThat(reconciled.out()).contains("pretix as of").endsWith("compared, 0 differences\n");
        }
    }

    /** As the database's administrator would, by what the check printed. */
    private static void letIn(String printed) throws Exception {
        Matcher sql = Pattern.compile("^ {6}((?:GRANT|DROP|CREATE) .*;)$", Pattern.MULTILINE)
                .matcher(printed);
        while (sql.find()) {
            OthersDatabases.sql("pretix", sql.group(1));
        }
    }
}
