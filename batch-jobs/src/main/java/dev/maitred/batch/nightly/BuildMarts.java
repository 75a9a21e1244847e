package dev.maitred.batch.nightly;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.clickhouse.Sql;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;

/** Builds business dates in staging: their touched nights anew, their other nights as they are. */
record BuildMarts(ClickHouse clickHouse, Progress progress, Checkpoint checkpoint) implements ItemWriter<LocalDate> {

    @Override
    public void write(Chunk<? extends LocalDate> chunk) {
        List<? extends LocalDate> dates = chunk.getItems();
        for (LocalDate date : dates) {
            clickHouse.run(NightlySql.EMPTY_BUILT, Map.of("date", date));
        }
        for (Sql sql : NightlySql.BUILD) {
            clickHouse.run(
                    sql, Map.of("publication", NightRun.ofThisStep().name(), "dates", TouchedDates.asParameter(dates)));
            checkpoint.passed(sql.name() + " " + dates.getFirst());
        }
        progress.said("built " + dates.getFirst() + " to " + dates.getLast());
    }
}
