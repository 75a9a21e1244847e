package dev.maitred.batch.nightly;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.Sql;
import java.util.Locale;
import java.util.Map;

/** Reads the history once for all touched nights: what there was to sell, who took it, who came. */
record GatherNights(ClickHouse clickHouse, Progress progress, Checkpoint checkpoint) implements NightStep {

    @Override
    public long run(NightRun run) {
        for (Sql sql : NightlySql.EMPTY_GATHERED) {
            clickHouse.run(sql, Map.of());
        }
        for (Sql sql : NightlySql.GATHER) {
            long startNanos = System.nanoTime();
            clickHouse.run(sql, Map.of());
            progress.said(String.format(
                    Locale.ROOT, "gathered %s in %.1f s", sql.name(), (System.nanoTime() - startNanos) / 1e9));
            checkpoint.passed(sql.name());
        }
        return 0;
    }
}
