package dev.maitred.launcher.platform;

import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.contract.TopicCreation;
import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.metrics.MetricsServer;
import dev.maitred.ops.pipeline.SourceStatuses.SourceStatus;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Everything in one process on one data directory: servers, an ingest for each source, the ops API with its topology. */
public final class Platform implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final DataDirectory data;
    private final PlatformPlan plan;
    private final OpenParts open = new OpenParts();
    private volatile @Nullable Parts parts;

    /** What runs. */
    private record Parts(
            Servers servers,
            RunningSources sources,
            Endpoints endpoints,
            @Nullable NightlyAnalytics nightly) {}

    private Platform(DataDirectory data, PlatformPlan plan) {
        this.data = data;
        this.plan = plan;
    }

    /**
     * Starts all of it; when a part cannot start, what runs already is stopped again.
     *
     * @param progress told each step as it begins
     */
    public static Platform start(DataDirectory data, PlatformPlan plan, Consumer<String> progress)
            throws SQLException, IOException {
        Platform platform = new Platform(data, plan);
        try {
            platform.parts = platform.startParts(progress);
            return platform;
        } catch (SQLException | IOException | RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private Parts startParts(Consumer<String> progress) throws SQLException, IOException {
        Servers servers = Servers.start(data, plan, open, progress);
        createTopics(servers.kafkaBootstrap());
        RunningSources sources =
                new RunningSources(salted(plan.sources().sources(servers.postgres())), servers.kafkaBootstrap(), open);
        String names = sources.sources().stream().map(PlatformSource::name).collect(Collectors.joining(", "));
        progress.accept("preparing " + names + " and the ops API");
        CompletableFuture<PlatformDatabase> prepared = Aside.start("prepare", () -> {
            PlatformDatabase own = ownDatabase(servers.postgres());
            sources.start(source -> {
                plan.sources().prepare(source);
                progress.accept("reading the booking database " + source.name());
            });
            return own;
        });
        open.add(() -> prepared.exceptionally(failed -> null).join());
        ClickHouseAddress reports = servers.clickHouse();
        ConfigurableApplicationContext opsApi = open.add(opsApi(servers, sources, reports));
        PlatformDatabase own = Aside.join(prepared);
        Endpoints endpoints =
                endpoints(opsApi, servers, sources, reports, own, plan.sources().start());
        endpoints.write(data.endpointsFile());
        // Last, so that it ends before anything that it would start again is stopped.
        servers.watchedBy(open.add(new ServerWatch()));
        NightlyAnalytics nightly = reports == null
                ? null
                : open.add(Analytics.of(
                        reports,
                        own,
                        servers.kafkaBootstrap(),
                        sources.totals(),
                        line -> LOG.info("nightly: {}", line)));
        return new Parts(servers, sources, endpoints, nightly);
    }

    private List<PlatformSource> salted(List<PlatformSource> sources) {
        Salts salts = new Salts(data.root().resolve("secrets"));
        return sources.stream().map(salts::give).toList();
    }

    private PlatformDatabase ownDatabase(@Nullable PostgresServer embedded) throws SQLException {
        PlatformDatabase given = plan.ownDatabase();
        return given != null
                ? given
                : OwnDatabase.prepare(
                        Objects.requireNonNull(embedded),
                        new Secrets(data.root().resolve("secrets")));
    }

    private static void createTopics(String bootstrap) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            TopicCreation.ensure(admin);
        }
    }

    private ConfigurableApplicationContext opsApi(
            Servers servers, RunningSources sources, @Nullable ClickHouseAddress reports) {
        OpsSettings settings = new OpsSettings(servers.kafkaBootstrap(), data.streams(), sources.forReconciliation());
        return OpsApiStart.start(
                settings,
                sources,
                reports,
                plan.httpPort(),
                context -> plan.additions().addTo(context, this));
    }

    private static Endpoints endpoints(
            ConfigurableApplicationContext opsApi,
            Servers servers,
            RunningSources sources,
            @Nullable ClickHouseAddress reports,
            PlatformDatabase own,
            @Nullable String start) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) opsApi).getWebServer())
                .getPort();
        String metrics =
                "http://127.0.0.1:" + opsApi.getBean(MetricsServer.class).port() + "/metrics";
        return Endpoints.of(
                "http://127.0.0.1:" + port, metrics, servers.kafkaBootstrap(), reports, own, sources.sources(), start);
    }

    /** The night's analytics; null where ClickHouse is not available. */
    public @Nullable NightlyAnalytics nightly() {
        return running().nightly();
    }

    public Endpoints endpoints() {
        return running().endpoints();
    }

    /** The embedded PostgreSQL's superuser, where there is one. */
    public PostgresEndpoint embeddedPostgres() {
        return Objects.requireNonNull(running().servers().postgres(), "No embedded PostgreSQL runs")
                .endpoint();
    }

    /** What each source's ingest is doing, in the order of the plan. */
    public List<SourceStatus> sources() {
        return running().sources().all();
    }

    public void holdIngestBack(Duration duration) {
        running().sources().holdBack(duration);
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

    /** Stops everything, the last started first. */
    @Override
    public void close() {
        open.close();
    }
}
