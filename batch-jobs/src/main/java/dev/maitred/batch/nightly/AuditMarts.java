package dev.maitred.batch.nightly;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.clickhouse.ClickHouse;
import java.util.Map;

/** Compares what was built with what the sources said, and what was published with what it said when it was. */
record AuditMarts(ClickHouse clickHouse, Progress progress, Checkpoint checkpoint) implements NightStep {

    @Override
    public long run(NightRun run) {
        clickHouse.run(NightlySql.EMPTY_DIFFERENCES, Map.of("run", run.name()));
        checkpoint.passed("audit");
        clickHouse.run(NightlySql.DIFFERENCES, Map.of("run", run.name(), "date", run.date()));
        var found = clickHouse.rows(NightlySql.FOUND, Map.of("run", run.name()));
        found.forEach(difference -> progress.said("differs: " + difference.getLocalDate("business_date") + " "
                + difference.getString("venue") + "/" + difference.getString("slot") + " "
                + difference.getString("what") + " " + difference.getString("detail") + ", expected "
                + difference.getLong("expected") + ", found " + difference.getLong("found")));
        progress.said(found.isEmpty() ? "audited: no difference" : "audited: " + found.size() + " differences");
        return found.size();
    }
}
