package dev.maitred.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.launcher.Commands;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.demo.EveryPlace;
import dev.maitred.launcher.demo.EverythingLogged;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.serve.Readiness;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Ids that are hashed under a salt which the platform's file names, from the database to the answers and back. */
@Timeout(300)
class HashedIdsIT {

    private static final String SALT = "grains-of-the-clinic-7d1f";

    /** Neither is anything but what is hashed. */
    private static final String CLINIC = "c71n1c5ecret";

    private static final String GUEST = "gu357n4me0815";

    private static final String MAPPING = """
            source: hashed
            tables:
              places:
                venue: { id: { hash: code }, name: name }
              evenings:
                slot: { venue: { hash: place_id.code }, starts_at: begins, ends_at: ends }
              chairs:
                unit: { venue: { hash: place_id.code }, label: name }
              visits:
                occupant:
                  venue: { hash: evening_id.place_id.code }
                  slot: evening_id
                  units: chair_id
                  state: { constant: confirmed }
                activity:
                  rule: visiting
                  subject: { hash: guest_id }
                  object: evening_id
                  name: { constant: visit }
                  at: made_at
            """;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();

    /** As docs/mapping.md says it: HMAC-SHA256 under the salt, the first 128 bits in base64url. */
    private static String hash(String id) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SALT.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(mac.doFinal(id.getBytes(StandardCharsets.UTF_8)), 16));
    }

    private JsonNode get(Platform platform, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(platform.endpoints().http() + path))
                .timeout(Duration.ofMinutes(1))
                .build();
        return new JsonMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private Path config() throws Exception {
        OthersDatabases.server().createDatabase("hashed");
        OthersDatabases.sql("hashed", """
                CREATE TABLE places (id int PRIMARY KEY, code text NOT NULL, name text NOT NULL);
                CREATE TABLE evenings (id int PRIMARY KEY, place_id int NOT NULL REFERENCES places, begins timestamptz NOT NULL,
                                       ends timestamptz NOT NULL);
                CREATE TABLE chairs (id int PRIMARY KEY, place_id int NOT NULL REFERENCES places, name text NOT NULL);
                CREATE TABLE visits (id int PRIMARY KEY, evening_id int NOT NULL REFERENCES evenings,
                                     chair_id int NOT NULL REFERENCES chairs, guest_id text NOT NULL,
                                     made_at timestamptz NOT NULL DEFAULT now());
                INSERT INTO places VALUES (1, '%s', 'North');
                INSERT INTO evenings VALUES (1, 1, now() - interval '1 hour', now() + interval '9 hours');
                INSERT INTO chairs SELECT n, 1, 'C' || n FROM generate_series(1, 5) AS n;
                INSERT INTO visits VALUES (1, 1, 1, '%s')""".formatted(CLINIC, GUEST));
        Files.writeString(directory.resolve("hashed.yaml"), MAPPING);
        Files.writeString(directory.resolve("hashed.salt"), SALT + "\n");
        return Files.writeString(
                directory.resolve("platform.yaml"),
                "sources:\n" + OthersDatabases.source("hashed.yaml", "hashed") + "    saltFile: hashed.salt\n");
    }

    private static void letIn(Path config) throws Exception {
        Matcher sql = Pattern.compile("^ {6}((?:GRANT|DROP|CREATE) .*;)$", Pattern.MULTILINE)
                .matcher(Commands.run("check", "--config", config.toString()).out());
        while (sql.find()) {
            OthersDatabases.sql("hashed", sql.group(1));
        }
        assertThat(Commands.run("check", "--config", config.toString()).out()).startsWith("ready: hashed");
    }

    @Test
    void a_guest_is_known_by_a_hash_alone_and_the_database_agrees_with_every_answer() throws Exception {
        Path file = config();
        letIn(file);
        PlatformConfig read = ConfigReader.read(file);
        assertThat(read.toString()).doesNotContain(SALT);
        PlatformPlan plan =
                new PlatformPlan(new ConfiguredSources(read), null, null, null, 0, PlatformPlan.Additions.NONE);
        try (DataDirectory opened = DataDirectory.open(directory.resolve("data"));
                EverythingLogged log = new EverythingLogged(opened.logs());
                Platform platform = Platform.start(opened, plan, step -> {})) {
            Readiness.await(platform, true, Duration.ofMinutes(3), () -> false);
            OthersDatabases.sql("hashed", "INSERT INTO visits VALUES (2, 1, 2, '" + GUEST + "')");
            String lsn = OthersDatabases.one("hashed", "SELECT pg_current_wal_lsn()::text");
            JsonNode board =
                    get(platform, "/api/v1/venues/hashed:" + hash(CLINIC) + "/slots/1?wait=30000&atLeast=" + lsn);
            assertThat(board.at("/value/taken").asLong(-1)).isEqualTo(2);

            Commands.Result reconciled = Commands.run(
                    "reconcile", "--data", directory.resolve("data").toString());
            assertThat(reconciled.out()).contains("hashed as of").endsWith("compared, 0 differences\n");

            String bootstrap = platform.endpoints().kafka().bootstrap();
            EveryPlace hashed = new EveryPlace(hash(GUEST));
            hashed.topics(bootstrap);
            assertThat(hashed.found()).anyMatch(each -> each.contains("in topic maitred.activity"));
            for (String secret : new String[] {SALT, GUEST}) {
                EveryPlace place = new EveryPlace(secret);
                place.topics(bootstrap);
                place.files(
                        opened.root(),
                        opened.postgres(),
                        opened.endpointsFile(),
                        opened.root().resolve("secrets"));
                assertThat(place.found()).as(secret).isEmpty();
                assertThat(place.looked()).isGreaterThan(50);
            }
            assertThat(log.file()).content().contains("dev.maitred");
        }
    }
}
