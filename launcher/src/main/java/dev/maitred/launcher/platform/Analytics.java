package dev.maitred.launcher.platform;

import dev.maitred.batch.Progress;
import dev.maitred.batch.audit.MappedTotals;
import dev.maitred.batch.audit.SourceTotals;
import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.nightly.NightlySettings;
import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nightly analytics of a platform, over all its sources; in its own process or in another. */
public final class Analytics {

    private Analytics() {}

    /**
     * Of a platform that runs in another process.
     *
     * @throws IllegalStateException when the platform runs without ClickHouse, or is of an older version
     */
    public static NightlyAnalytics of(Endpoints endpoints, Progress progress) {
        Endpoints.ClickHouse clickHouse = endpoints.clickhouse();
        if (clickHouse == null) {
            throw new IllegalStateException(
                    "The platform runs without ClickHouse, so there are no analytics. Its start said why; install npm and start it again");
        }
        Endpoints.Jobs own = endpoints.platformDatabase();
        if (own == null) {
            throw new IllegalStateException(
                    "The platform was started by an older version, which does not say where its own database is. Start it again");
        }
        MemoryLoader memory = new MemoryLoader(endpoints.kafka().bootstrap());
        return of(
                new ClickHouseAddress(
                        clickHouse.url(), clickHouse.database(), clickHouse.user(), clickHouse.password()),
                new PlatformDatabase(own.jdbcUrl(), own.user(), own.password()),
                endpoints.kafka().bootstrap(),
                endpoints.sources().stream()
                        .<SourceTotals>map(each ->
                                new MappedTotals(database(each.ingest()), () -> inForce(memory, each), salt(each)))
                        .toList(),
                progress);
    }

    /** As ingest keeps it beside what it has published; before it has published anything, as the platform was started. */
    private static String inForce(MemoryLoader memory, Endpoints.Source source) {
        StoredMapping stored = memory.stored(source.name()).mapping();
        return stored == null ? source.mapping() : stored.yaml();
    }

    private static @Nullable Salt salt(Endpoints.Source source) {
        return source.salt() == null ? null : new Salt(source.salt());
    }

    private static SourceDatabase database(Endpoints.Postgres at) {
        return new SourceDatabase(at.host(), at.port(), at.database(), at.user(), at.password());
    }

    /** @param totals of each source's database */
    static NightlyAnalytics of(
            ClickHouseAddress address,
            PlatformDatabase database,
            String kafkaBootstrap,
            List<SourceTotals> totals,
            Progress progress) {
        return new NightlyAnalytics(new NightlySettings(address, kafkaBootstrap, database, totals, progress));
    }
}
