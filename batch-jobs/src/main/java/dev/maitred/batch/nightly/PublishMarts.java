package dev.maitred.batch.nightly;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.clickhouse.ClickHouse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Puts the built dates in the place of the published ones, each at once; what readers are told of them is there before. */
record PublishMarts(ClickHouse clickHouse, Progress progress, Checkpoint checkpoint) implements ItemWriter<LocalDate> {

    @Override
    public void write(Chunk<? extends LocalDate> chunk) {
        List<? extends LocalDate> dates = chunk.getItems();
        double seconds = (System.currentTimeMillis() - NightRun.launchedAt().toEpochMilli()) / 1e3;
        long rowsIn = clickHouse.rows(NightlySql.ROWS_IN, Map.of()).getFirst().getLong("rows_in");
        clickHouse.run(
                NightlySql.WORDS,
                Map.of(
                        "publication",
                        NightRun.ofThisStep().name(),
                        "dates",
                        TouchedDates.asParameter(dates),
                        "rows_in",
                        rowsIn,
                        "seconds",
                        seconds));
        for (LocalDate date : dates) {
            checkpoint.passed("publish " + date);
            long nights = clickHouse
                    .rows(NightlySql.STAGED, Map.of("date", date))
                    .getFirst()
                    .getLong("nights");
            clickHouse.run(nights > 0 ? NightlySql.REPLACE : NightlySql.DROP, Map.of("date", date));
        }
        progress.said("published " + dates.getFirst() + " to " + dates.getLast());
    }
}
