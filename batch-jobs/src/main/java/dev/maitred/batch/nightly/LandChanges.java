package dev.maitred.batch.nightly;

import dev.maitred.batch.landing.Landing;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.contract.Lsn;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Lands the log through the points at which the totals were read. */
record LandChanges(ClickHouse clickHouse, Landing landing, Duration patience) implements NightStep {

    @Override
    public long run(NightRun run) {
        Map<String, Lsn> through = new TreeMap<>();
        clickHouse
                .rows(NightlySql.ASKED, Map.of())
                .forEach(row -> through.put(
                        row.getString("source_name"),
                        new Lsn(row.getBigInteger("lsn").longValue())));
        return landing.landThrough(through, patience);
    }
}
