package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.clickhouse.ClickHouseServer;
import dev.maitred.embedded.clickhouse.ClickHouseUnavailableException;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.launcher.Commands;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.serve.Readiness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A platform that finds all servers there: what it knows is on them, and a machine that is lost takes nothing with it. */
@Timeout(300)
class GivenServersIT {

    private static final String SOURCE = "east";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void nothing_is_embedded_and_another_machine_goes_on_with_what_is_there() throws Exception {
        OthersDatabases.clinic(SOURCE);
        OthersDatabases.server().createDatabase("east_own");
        Files.writeString(directory.resolve("east.yaml"), OthersDatabases.draft(SOURCE));
        try (KafkaServer kafka = KafkaServer.start(directory.resolve("kafka"));
                ClickHouseServer clickHouse = clickHouse()) {
            Path file = config(kafka, clickHouse);
            Commands.run("check", "--config", file.toString())
                    .out()
                    .lines()
                    .filter(line -> line.matches(" {6}(GRANT|DROP|CREATE) .*;"))
                    .forEach(GivenServersIT::asOwner);
            Commands.Result checked = Commands.run("check", "--config", file.toString());
            assertThat(checked.code()).as(checked.out()).isZero();

            PlatformConfig config = ConfigReader.read(file);
            live(config, "first", platform -> {
                assertThat(taken(platform)).isZero();
                OthersDatabases.sql(SOURCE, "INSERT INTO appointments VALUES (1, 1, 2, 'booked', 'Ann')");
                assertThat(taken(platform)).isEqualTo(1);
                Commands.Result night =
                        Commands.run("nightly", "--data", data("first").toString());
                assertThat(night.code()).as(night.out() + night.err()).isZero();
            });
            OthersDatabases.sql(SOURCE, "INSERT INTO appointments VALUES (2, 1, 3, 'booked', 'Bo')");
            live(config, "second", platform -> {
                assertThat(taken(platform)).isEqualTo(2);
                assertThat(Commands.run("trace", "--data", data("second").toString(), "appointments", "1")
                                .out())
                        .as("read once, and not by a snapshot again")
                        .contains("last record came by insert", "position 1:");
                assertThat(Commands.run("nightly", "--data", data("second").toString())
                                .out())
                        .as("the first machine's run is known")
                        .containsPattern("run \\S+\\.2 begins|was done before");
                Commands.Result reconciled =
                        Commands.run("reconcile", "--data", data("second").toString());
                assertThat(reconciled.out()).endsWith("compared, 0 differences\n");
            });
        }
    }

    private interface Life {

        void on(Platform platform) throws Exception;
    }

    private void live(PlatformConfig config, String machine, Life life) throws Exception {
        PlatformPlan plan = new PlatformPlan(
                new ConfiguredSources(config),
                config.kafkaBootstrap(),
                config.clickHouse(),
                config.platformDatabase(),
                0,
                PlatformPlan.Additions.NONE);
        try (DataDirectory data = DataDirectory.open(data(machine));
                Platform platform = Platform.start(data, plan, step -> {})) {
            Readiness.await(platform, true, Duration.ofMinutes(3), () -> false);
            life.on(platform);
            assertThat(data.postgres()).doesNotExist();
            assertThat(data.kafka()).doesNotExist();
            assertThat(data.clickhouse()).doesNotExist();
        }
    }

    private Path data(String machine) {
        return directory.resolve(machine);
    }

    private ClickHouseServer clickHouse() throws Exception {
        try {
            return ClickHouseServer.start(directory.resolve("clickhouse"), directory);
        } catch (ClickHouseUnavailableException e) {
            assumeTrue(false, e.getMessage());
            throw e;
        }
    }

    private Path config(KafkaServer kafka, ClickHouseServer clickHouse) throws Exception {
        var postgres = OthersDatabases.server().endpoint();
        var reports = clickHouse.endpoint();
        return Files.writeString(
                directory.resolve("platform.yaml"),
                "sources:\n" + OthersDatabases.source("east.yaml", SOURCE)
                        + """
                kafka: { bootstrap: "%s" }
                clickhouse: { url: "%s", database: "%s", user: "%s", password: "%s" }
                platformDatabase: { host: 127.0.0.1, port: %d, name: east_own, user: "%s", password: "%s" }
                """.formatted(
                                        kafka.bootstrap(),
                                        reports.url(),
                                        reports.database(),
                                        reports.user(),
                                        reports.password(),
                                        postgres.port(),
                                        postgres.user(),
                                        postgres.password()));
    }

    private static void asOwner(String statement) {
        try {
            OthersDatabases.sql(SOURCE, statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    private long taken(Platform platform) throws Exception {
        String lsn = OthersDatabases.one(SOURCE, "SELECT pg_current_wal_lsn()::text");
        return get(platform, "/api/v1/venues/east:1/slots/1?wait=30000&atLeast=" + lsn)
                .at("/value/taken")
                .asLong(-1);
    }

    private JsonNode get(Platform platform, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(platform.endpoints().http() + path))
                .timeout(Duration.ofMinutes(1))
                .build();
        return new JsonMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }
}
