package dev.maitred.batch.nightly;

import dev.maitred.clickhouse.ClickHouse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.support.AbstractItemCountingItemStreamItemReader;

/** Reads the business dates whose partition changes, in order; a restarted step goes on after the last chunk. */
final class TouchedDates extends AbstractItemCountingItemStreamItemReader<LocalDate> {

    private final ClickHouse clickHouse;
    private List<LocalDate> dates = List.of();
    private int next;

    TouchedDates(ClickHouse clickHouse, String name) {
        this.clickHouse = clickHouse;
        setName(name);
    }

    @Override
    protected void doOpen() {
        dates = clickHouse.rows(NightlySql.DATES, Map.of()).stream()
                .map(row -> row.getLocalDate("business_date"))
                .toList();
        next = 0;
    }

    @Override
    protected @Nullable LocalDate doRead() {
        return next < dates.size() ? dates.get(next++) : null;
    }

    @Override
    protected void jumpToItem(int index) {
        next = index;
    }

    @Override
    protected void doClose() {
        dates = List.of();
    }

    /** As a parameter of type Array(Date). */
    static String asParameter(List<? extends LocalDate> dates) {
        return dates.stream().map(date -> "'" + date + "'").collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }
}
