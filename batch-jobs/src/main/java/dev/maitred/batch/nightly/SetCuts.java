package dev.maitred.batch.nightly;

import dev.maitred.batch.Checkpoint;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.contract.Topics;
import java.util.Map;

/** Says how far the run looks at each source; from here on nothing later is seen, however long it takes. */
record SetCuts(ClickHouse clickHouse, Checkpoint checkpoint) implements NightStep {

    @Override
    public long run(NightRun run) {
        clickHouse.run(NightlySql.EMPTY_CUTS, Map.of());
        checkpoint.passed("cuts");
        clickHouse.run(
                NightlySql.CUTS,
                Map.of("topic", Topics.VENUE_CHANGES.name(), "compaction_lag_hours", Topics.COMPACTION_LAG.toHours()));
        return 0;
    }
}
