package dev.maitred.launcher.platform;

import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.contract.TopicCreation;
import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.LoopbackPort;
import dev.maitred.embedded.clickhouse.ClickHouseServer;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.embedded.servers.EmbeddedServers;
import dev.maitred.ingest.Ingest;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ops.OpsApi;
import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.pipeline.SourceStatuses;
import dev.maitred.packs.SourcePack;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** Everything in one process on one data directory: embedded servers, ingest, the ops API with its topology. */
public final class Platform implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final DataDirectory data;
    private final SourcePack pack;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private volatile @Nullable Parts parts;

    /** What runs. */
    private record Parts(
            EmbeddedServers servers,
            BookingDatabase bookings,
            Ingest ingest,
            ConfigurableApplicationContext opsApi,
            Endpoints endpoints,
            @Nullable NightlyAnalytics nightly) {}

    /** Makes the beans that the demo adds to the ops API. */
    public interface Additions {
        void addTo(GenericApplicationContext context, Platform platform);
    }

    private Platform(DataDirectory data, SourcePack pack) {
        this.data = data;
        this.pack = pack;
    }

    /**
     * Starts all of it; when a part cannot start, what runs already is stopped again.
     *
     * @param progress told each step as it begins
     */
    public static Platform start(
            DataDirectory data,
            SourcePack pack,
            int httpPort,
            Additions additions,
            java.util.function.Consumer<String> progress)
            throws SQLException, IOException {
        Platform platform = new Platform(data, pack);
        try {
            platform.parts = platform.startParts(httpPort, additions, progress);
            return platform;
        } catch (SQLException | IOException | RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private Parts startParts(int httpPort, Additions additions, java.util.function.Consumer<String> progress)
            throws SQLException, IOException {
        progress.accept("starting PostgreSQL, Kafka and ClickHouse");
        CompletableFuture<@Nullable ClickHouseServer> clickHouse = ReportsServer.starting(data, progress);
        opened(() -> ReportsServer.stop(clickHouse));
        EmbeddedServers servers = opened(EmbeddedServers.start(data, LoopbackPort.ANY, LoopbackPort.ANY));
        BookingDatabase bookings = new BookingDatabase(
                servers.postgres(), pack, new Secrets(data.root().resolve("secrets")));
        createTopics(servers.kafka().bootstrap());
        IngestSettings settings = bookings.ingestSettings(servers.kafka().bootstrap());
        Ingest ingest = opened(new Ingest(settings));
        progress.accept("preparing the booking database \"" + pack.name() + "\" and the ops API");
        CompletableFuture<PlatformDatabase> prepared = Aside.start("prepare", () -> {
            bookings.prepare();
            bookings.letIngestIn(settings);
            PlatformDatabase platformDatabase = bookings.platformDatabase();
            progress.accept("reading the booking database");
            ingest.start();
            return platformDatabase;
        });
        opened(() -> prepared.exceptionally(failed -> null).join());
        ClickHouseServer reports = clickHouse.join();
        ClickHouseAddress address = reports == null ? null : ReportsServer.address(reports.endpoint());
        ConfigurableApplicationContext opsApi = opened(opsApi(httpPort, settings, ingest, address, additions));
        PlatformDatabase platformDatabase = Aside.join(prepared);
        int port = java.util.Objects.requireNonNull(((WebServerApplicationContext) opsApi).getWebServer())
                .getPort();
        PostgresEndpoint postgres = servers.postgres().endpoint();
        Endpoints endpoints = new Endpoints(
                "http://127.0.0.1:" + port,
                new Endpoints.Postgres(
                        postgres.host(), postgres.port(), pack.name(), postgres.user(), postgres.password()),
                new Endpoints.Kafka(servers.kafka().bootstrap()),
                reports == null ? null : ReportsServer.endpoint(reports.endpoint()),
                ProcessHandle.current().pid());
        endpoints.write(data.endpointsFile());
        // Last, so that it ends before anything that it would start again is stopped.
        watch(opened(new ServerWatch()), servers, reports);
        return new Parts(servers, bookings, ingest, opsApi, endpoints, nightly(settings, address, platformDatabase));
    }

    private static void watch(ServerWatch watch, EmbeddedServers servers, @Nullable ClickHouseServer reports) {
        PostgresServer postgres = servers.postgres();
        watch.add("PostgreSQL", postgres::isAlive, postgres::restart);
        KafkaServer kafka = servers.kafka();
        watch.add("Kafka", kafka::isAlive, kafka::restart);
        if (reports != null) {
            watch.add("ClickHouse", reports::isAlive, () -> ReportsServer.restart(reports));
        }
    }

    private static void createTopics(String bootstrap) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            TopicCreation.ensure(admin);
        }
    }

    private ConfigurableApplicationContext opsApi(
            int httpPort,
            IngestSettings settings,
            Ingest ingest,
            @Nullable ClickHouseAddress address,
            Additions additions) {
        SourceStatuses statuses = new SourceStatuses() {
            @Override
            public List<SourceStatus> all() {
                return List.of(IngestStatus.of(settings, ingest));
            }

            @Override
            public List<ResyncStatus> resyncs() {
                return IngestStatus.resyncs(settings, ingest);
            }
        };
        return new SpringApplicationBuilder(OpsApi.class)
                .web(WebApplicationType.SERVLET)
                .registerShutdownHook(false)
                .initializers(context -> {
                    GenericApplicationContext generic = (GenericApplicationContext) context;
                    generic.registerBean(SourceStatuses.class, () -> statuses);
                    if (address != null) {
                        generic.registerBean(ClickHouseAddress.class, () -> address);
                    }
                    generic.registerBean(
                            "opsSettings",
                            OpsSettings.class,
                            () -> opsSettings(settings),
                            definition -> definition.setPrimary(true));
                    additions.addTo(generic, this);
                })
                .logStartupInfo(false)
                .run("--server.port=" + httpPort);
    }

    private OpsSettings opsSettings(IngestSettings settings) {
        return new OpsSettings(
                settings.kafkaBootstrap(),
                data.streams(),
                List.of(new OpsSettings.SourceSettings(
                        pack.name(),
                        settings.database().host(),
                        settings.database().port(),
                        settings.database().database(),
                        settings.database().user(),
                        settings.database().password(),
                        pack.mappingYaml(),
                        pack.truthSql())));
    }

    private @Nullable NightlyAnalytics nightly(
            IngestSettings settings, @Nullable ClickHouseAddress address, PlatformDatabase database) {
        return address == null
                ? null
                : opened(Analytics.of(address, database, settings, line -> LOG.info("nightly: {}", line)));
    }

    /** The night's analytics; null where ClickHouse is not available. */
    public @Nullable NightlyAnalytics nightly() {
        return running().nightly();
    }

    public SourcePack pack() {
        return pack;
    }

    public Endpoints endpoints() {
        return running().endpoints();
    }

    /** The booking database's superuser; for the demo alone. */
    public PostgresEndpoint bookingSuperuser() {
        return running().servers().postgres().endpoint();
    }

    public String applicationPassword() {
        return running().bookings().applicationPassword();
    }

    public void holdIngestBack(Duration duration) {
        running().ingest().holdBack(duration);
    }

    /** Whether all its parts are there; its HTTP port answers a moment earlier. */
    public boolean isRunning() {
        return parts != null;
    }

    private Parts running() {
        Parts now = parts;
        if (now == null) {
            throw new IllegalStateException("The platform is not running yet");
        }
        return now;
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** Stops everything, the last started first. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("Stopping {} failed", part.getClass().getSimpleName(), e);
            }
        }
    }
}
