package dev.maitred.batch.nightly;

import dev.maitred.batch.Progress;
import dev.maitred.clickhouse.ClickHouse;
import java.util.Locale;
import java.util.Map;

/** Lets go of what is no longer needed. Marts are kept, and so far the whole history. */
record Retain(ClickHouse clickHouse, Progress progress) implements NightStep {

    @Override
    public long run(NightRun run) {
        clickHouse
                .rows(NightlySql.OLD_DIFFERENCES, Map.of("date", run.date()))
                .forEach(old -> clickHouse.run(NightlySql.EMPTY_DIFFERENCES, Map.of("run", old.getString("old_run"))));
        var history = clickHouse.rows(NightlySql.HISTORY, Map.of()).getFirst();
        progress.said(String.format(
                Locale.ROOT,
                "history: %,d rows, %,d bytes in %,d parts",
                history.getLong("history_rows"),
                history.getLong("bytes"),
                history.getLong("parts")));
        return 0;
    }
}
