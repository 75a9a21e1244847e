package dev.maitred.launcher.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.platform.PlatformSource;
import dev.maitred.launcher.platform.Secrets;
import dev.maitred.launcher.platform.SourceOrigin;
import dev.maitred.launcher.serve.Readiness;
import dev.maitred.packs.SourcePacks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every column that is not mapped holds a marker of its own, of tables that are mapped and of those that are not; written before the
 * snapshot, after it, and read again by a resync. No copy of any of them is anywhere outside the booking database. That the search
 * finds what is there is shown by a mapped column, which has a marker too.
 */
@Timeout(600)
class CanaryIT {

    private static final Path DATA = Path.of("target", "canary-data");
    private static final int MANY = 3_000;
    private static final int SOME = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A row of each that says what its mapping does not know, and one whose parent is not there. */
    private static final Map<String, List<String>> ASIDE = Map.of(
            "nightclub",
            List.of("UPDATE bookings SET status = 'MISLAID' WHERE id = (SELECT min(id) FROM bookings)", """
                    INSERT INTO bookings (event_id, table_id, party_size, channel, code, idempotency_key, guest_name, currency)
                    SELECT 987654321, table_id, 2, channel, code, idempotency_key, guest_name, currency FROM bookings
                     WHERE id = (SELECT min(id) FROM bookings)"""),
            "rush",
            List.of("UPDATE reservations SET status = 'MISLAID' WHERE id = (SELECT min(id) FROM reservations)", """
                    INSERT INTO payments (order_id, kind, amount_minor, currency, method, card_holder)
                    SELECT 987654321, kind, amount_minor, currency, method, card_holder FROM payments
                     WHERE id = (SELECT min(id) FROM payments)"""));

    private static final Map<String, String> CONTROLS = Map.of(
            "nightclub", "UPDATE events SET title = '%s' WHERE end_utc > now() - interval '3 days'",
            "rush", "UPDATE shows SET label = '%s'");

    private static final Map<String, String> MAPPED_TABLE = Map.of("nightclub", "bookings", "rush", "payments");

    private final String nonce = nonce();
    private final String controlNonce = nonce();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<@Nullable ApplicationContext> opsApi = new AtomicReference<>();
    private final Map<String, Long> markedBefore = new TreeMap<>();

    private static String nonce() {
        byte[] random = new byte[9];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Marks the packs' databases after they were made and before anything is read of them. */
    private final class MarkedSources implements SourceOrigin {

        private final PackSources packs;
        private @Nullable PostgresServer server;

        MarkedSources(PackSources packs) {
            this.packs = packs;
        }

        @Override
        public boolean needsPostgres() {
            return true;
        }

        @Override
        public List<PlatformSource> sources(@Nullable PostgresServer postgres) {
            server = postgres;
            return packs.sources(postgres);
        }

        @Override
        public void prepare(PlatformSource source) throws SQLException {
            packs.prepare(source);
            try (Connection owner = Objects.requireNonNull(server).endpoint().connect(source.name())) {
                MarkedDatabase marked = new MarkedDatabase(owner, source.mappingYaml(), nonce);
                long begun = System.nanoTime();
                marked.loosen();
                marked.run("ALTER TABLE " + MAPPED_TABLE.get(source.name())
                        + " ADD COLUMN tags text[], ADD COLUMN extra json");
                marked.insert(1);
                markedBefore.put(source.name(), marked.mark(MANY));
                said("marked " + source.name(), begun);
            }
        }
    }

    @Test
    void what_is_not_mapped_is_nowhere_outside_the_booking_database() throws Exception {
        long begun = System.nanoTime();
        try (DataDirectory directory = DataDirectory.openFresh(DATA);
                EverythingLogged log = new EverythingLogged(directory.logs())) {
            MarkedSources sources = new MarkedSources(new PackSources(
                    SourcePacks.all(), new Secrets(directory.root().resolve("secrets"))));
            PlatformPlan plan = PlatformPlan.embedded(sources, 0, (context, starting) -> opsApi.set(context));
            try (Platform platform = Platform.start(directory, plan, step -> {})) {
                Readiness.await(platform, true, Duration.ofMinutes(3), () -> false);
                said("started", begun);
                for (PlatformSource each : sources.sources(sources.server)) {
                    live(platform, each);
                }
                said("written and read again", begun);
                NightlyAnalytics nightly = Objects.requireNonNull(platform.nightly());
                nightly.run(nightly.lastNight(Clock.systemUTC()));
                said("landed and built", begun);
                search(platform, directory, begun);
                assertThat(log.file()).content().contains("DEBUG dev.maitred");
            }
        }
    }

    /** New rows, changed ones, one that is put aside, one that waits for its parent, and a table that is read again. */
    private void live(Platform platform, PlatformSource source) throws Exception {
        try (Connection owner = platform.embeddedPostgres().connect(source.name())) {
            MarkedDatabase marked = new MarkedDatabase(owner, source.mappingYaml(), nonce);
            String mapped = MAPPED_TABLE.get(source.name());
            marked.run("ALTER TABLE " + mapped + " ADD COLUMN later text");
            marked.run("CREATE TABLE unheard_of (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, said text)");
            marked.run("INSERT INTO unheard_of (said) VALUES ('')");
            long rows = marked.mark(SOME) + marked.insert(SOME);
            for (String each : ASIDE.get(source.name())) {
                assertThat(marked.withoutForeignKeys(each)).isEqualTo(1);
            }
            marked.run("SELECT pg_logical_emit_message(true, 'app', 'CANARY-message-" + nonce + "')");
            assertThat(marked.run(CONTROLS.get(source.name()).formatted("CONTROL-" + controlNonce)))
                    .isPositive();
            marked.run("DELETE FROM " + mapped + " WHERE id = (SELECT max(id) FROM " + mapped + ")");
            awaitDeadLetter(platform, source.name());
            resync(platform, source.name());
            String lsn = marked.texts("SELECT pg_current_wal_lsn()").getFirst();
            get(platform, "/api/v1/venues?source=" + source.name() + "&wait=30000&atLeast=" + lsn);
            System.out.printf(
                    "%s: %d unmapped columns marked in %d rows before the snapshot and %d after%n",
                    source.name(), marked.columns().size(), markedBefore.get(source.name()), rows);
            assertThat(marked.columns()).hasSizeGreaterThan(10).contains(mapped + ".later", "unheard_of.said");
            assertThat(unwritten(marked)).isEmpty();
        }
    }

    /** Columns without any marker: the proof would not speak of them. */
    private Set<String> unwritten(MarkedDatabase marked) throws SQLException {
        Set<String> unwritten = new TreeSet<>();
        for (String column : marked.columns()) {
            String[] parts = column.split("\\.", 2);
            if (marked.texts("SELECT 1 FROM \"%s\" WHERE \"%s\"::text LIKE '%%%s%%' LIMIT 1"
                            .formatted(parts[0], parts[1], "CANARY-" + column + "-" + nonce))
                    .isEmpty()) {
                unwritten.add(column);
            }
        }
        return unwritten;
    }

    private void awaitDeadLetter(Platform platform, String source) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(get(platform, "/api/v1/dead-letters?source=" + source)
                                .toString())
                        .contains("MISLAID"));
    }

    private void resync(Platform platform, String source) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(platform.endpoints().http() + "/api/v1/resyncs?source=" + source))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        String id = new JsonMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body())
                .path("id")
                .asString("");
        await().atMost(PATIENCE)
                .until(() -> get(platform, "/api/v1/resyncs/" + id)
                        .path("state")
                        .asString("")
                        .equals("done"));
    }

    private JsonNode get(Platform platform, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(platform.endpoints().http() + path))
                .timeout(PATIENCE)
                .build();
        return new JsonMapper()
                .readTree(client.send(request, BodyHandlers.ofString()).body());
    }

    private void search(Platform platform, DataDirectory directory, long begun) throws Exception {
        Set<String> paths = EveryEndpoint.paths(Objects.requireNonNull(opsApi.get()));
        assertThat(paths).contains("/api/v1/venues/{venue}/slots/{slot}", "/api/v1/dead-letters", "/api/v1/pipeline");
        Map<String, EveryPlace> places = new LinkedHashMap<>();
        places.put("canary", new EveryPlace(nonce));
        places.put("control", new EveryPlace(controlNonce));
        EveryEndpoint asked = new EveryEndpoint(
                client,
                platform.endpoints().http(),
                (path, body) -> places.values().forEach(each -> each.answer(path, body)));
        asked.ask(
                paths,
                List.of("source=nightclub&table=bookings&row=1&key=1", "source=rush&table=reservations&row=1&key=1"));
        said("asked " + paths.size() + " paths, answers " + asked.statuses(), begun);
        for (EveryPlace each : places.values()) {
            each.topics(platform.endpoints().kafka().bootstrap());
            each.clickHouse(client, Objects.requireNonNull(platform.endpoints().clickhouse()));
            each.database(Objects.requireNonNull(platform.endpoints().platformDatabase()));
            each.files(directory.root(), directory.postgres());
        }
        EveryPlace control = places.get("control");
        said("looked at " + control.looked() + " answers, records, columns, rows and files", begun);
        Map<String, Long> kinds = new TreeMap<>();
        control.found().forEach(each -> kinds.merge(each.replaceAll("[ :].*", ""), 1L, Long::sum));
        System.out.println("a mapped column's marker was found in " + kinds);
        assertThat(kinds).containsKeys("answer", "value", "ClickHouse", "file");
        assertThat(control.found())
                .as("the control is in the log, a board, and in Kafka's and ClickHouse's files")
                .anyMatch(each -> each.startsWith("value in topic maitred.venue.changes"))
                .anyMatch(each -> each.startsWith("answer /api/v1/venues/nightclub:"))
                .anyMatch(each -> each.startsWith("answer /api/v1/venues/rush:"))
                .anyMatch(each -> each.startsWith("file kafka/"))
                .anyMatch(each -> each.startsWith("file clickhouse/"));
        assertThat(places.get("canary").found()).isEmpty();
    }

    private static void said(String what, long begun) {
        System.out.printf("%5.1f s: %s%n", (System.nanoTime() - begun) / 1e9, what);
    }
}
