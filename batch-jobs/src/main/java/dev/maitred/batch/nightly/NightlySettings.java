package dev.maitred.batch.nightly;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.batch.audit.SourceTotals;
import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What the nightly job works with.
 *
 * @param totals one for each source that can be asked; others are published as not audited
 * @param clock says when something was landed
 * @param patience how long the log may take to come to the point at which the totals were read
 * @param progress hears where the job is
 */
public record NightlySettings(
        ClickHouseAddress clickHouse,
        String kafkaBootstrap,
        PlatformDatabase platform,
        List<SourceTotals> totals,
        Clock clock,
        Duration patience,
        Progress progress,
        Checkpoint checkpoint) {

    public NightlySettings {
        totals = List.copyOf(totals);
    }

    public NightlySettings(
            ClickHouseAddress clickHouse,
            String kafkaBootstrap,
            PlatformDatabase platform,
            List<SourceTotals> totals,
            Progress progress) {
        this(
                clickHouse,
                kafkaBootstrap,
                platform,
                totals,
                Clock.systemUTC(),
                Duration.ofMinutes(5),
                progress,
                Checkpoint.NONE);
    }
}
