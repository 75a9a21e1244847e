package dev.maitred.launcher.platform;

import dev.maitred.batch.Progress;
import dev.maitred.batch.audit.MappedTotals;
import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.nightly.NightlySettings;
import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import java.nio.file.Path;
import java.util.List;

/** The nightly analytics of a platform, in its own process or in another. */
public final class Analytics {

    private Analytics() {}

    /**
     * Of a platform that runs in another process.
     *
     * @param data the running platform's data directory, which holds the passwords
     * @throws IllegalStateException when the platform runs without ClickHouse
     */
    public static NightlyAnalytics of(Path data, Endpoints endpoints, Progress progress) {
        Endpoints.ClickHouse clickHouse = endpoints.clickhouse();
        if (clickHouse == null) {
            throw new IllegalStateException(
                    "The platform runs without ClickHouse, so there are no analytics. Its start said why; install npm and start it again");
        }
        Secrets secrets = new Secrets(data.resolve("secrets"));
        Endpoints.Postgres postgres = endpoints.postgres();
        SourcePack pack = SourcePacks.named(postgres.database());
        return of(
                new ClickHouseAddress(
                        clickHouse.url(), clickHouse.database(), clickHouse.user(), clickHouse.password()),
                new PlatformDatabase(
                        "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + BookingDatabase.PLATFORM,
                        BookingDatabase.PLATFORM,
                        secrets.of(BookingDatabase.PLATFORM)),
                new IngestSettings(
                        new SourceDatabase(
                                postgres.host(),
                                postgres.port(),
                                postgres.database(),
                                BookingDatabase.INGEST,
                                secrets.of(BookingDatabase.INGEST)),
                        pack.mappingYaml(),
                        endpoints.kafka().bootstrap()),
                progress);
    }

    /** The nightly analytics of one source. */
    static NightlyAnalytics of(
            ClickHouseAddress address, PlatformDatabase database, IngestSettings source, Progress progress) {
        return new NightlyAnalytics(new NightlySettings(
                address,
                source.kafkaBootstrap(),
                database,
                List.of(new MappedTotals(source.database(), source.mappingYaml())),
                progress));
    }
}
