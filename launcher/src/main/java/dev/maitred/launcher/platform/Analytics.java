package dev.maitred.launcher.platform;

import dev.maitred.batch.Progress;
import dev.maitred.batch.audit.MappedTotals;
import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.nightly.NightlySettings;
import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import java.nio.file.Path;
import java.util.List;

/** The nightly analytics of a platform that runs in another process. */
public final class Analytics {

    private Analytics() {}

    /**
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
        return new NightlyAnalytics(new NightlySettings(
                new ClickHouseAddress(
                        clickHouse.url(), clickHouse.database(), clickHouse.user(), clickHouse.password()),
                endpoints.kafka().bootstrap(),
                new PlatformDatabase(
                        "jdbc:postgresql://" + postgres.host() + ":" + postgres.port() + "/" + BookingDatabase.PLATFORM,
                        BookingDatabase.PLATFORM,
                        secrets.of(BookingDatabase.PLATFORM)),
                List.of(new MappedTotals(
                        new SourceDatabase(
                                postgres.host(),
                                postgres.port(),
                                postgres.database(),
                                BookingDatabase.INGEST,
                                secrets.of(BookingDatabase.INGEST)),
                        pack.mappingYaml())),
                progress));
    }
}
