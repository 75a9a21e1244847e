package dev.maitred.batch.nightly;

import com.clickhouse.client.api.query.GenericRecord;
import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.batch.columns.Block;
import dev.maitred.batch.columns.IntegerColumn;
import dev.maitred.batch.columns.NullableColumn;
import dev.maitred.batch.columns.TextColumn;
import dev.maitred.clickhouse.ClickHouse;
import dev.maitred.contract.Micros;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/**
 * Finds the nights to build: all of the run's own date, and of earlier dates those that changed since they were built. Business dates
 * are computed here and not in SQL, because ClickHouse's time functions take one time zone a statement.
 */
final class FindTouchedNights implements NightStep {

    private final ClickHouse clickHouse;
    private final Progress progress;
    private final Checkpoint checkpoint;

    FindTouchedNights(ClickHouse clickHouse, Progress progress, Checkpoint checkpoint) {
        this.clickHouse = clickHouse;
        this.progress = progress;
        this.checkpoint = checkpoint;
    }

    @Override
    public long run(NightRun run) {
        clickHouse.run(NightlySql.EMPTY_TOUCHED, Map.of());
        Touched touched = new Touched();
        clickHouse
                .rows(NightlySql.NIGHTS, Map.of("date", run.date()))
                .forEach(night -> touched.consider(night, run.date()));
        checkpoint.passed("touched");
        int rows = touched.block.rows();
        if (rows > 0) {
            clickHouse.insert("touched_nights", touched.block::writeTo);
        }
        progress.said(touched.built + " nights to build, " + (rows - touched.built) + " to take away");
        return rows;
    }

    /** Rows of the table of that name. */
    private static final class Touched {

        private final Block block = new Block();
        private final TextColumn venue = block.text("venue");
        private final TextColumn slot = block.text("slot");
        private final TextColumn source = block.text("source");
        private final IntegerColumn businessDate = block.date("business_date");
        private final NullableColumn wasOn = block.nullableDate("was_on");
        private final IntegerColumn builtColumn = block.truth("built");
        private final TextColumn venueName = block.text("venue_name");
        private final TextColumn tenant = block.text("tenant");
        private final TextColumn timeZone = block.text("time_zone");
        private final TextColumn label = block.text("label");
        private final IntegerColumn open = block.truth("open");
        private final IntegerColumn startsAt = block.micros("starts_at");
        private final IntegerColumn endsAt = block.micros("ends_at");
        private final IntegerColumn clock = block.micros("clock");
        private final IntegerColumn lastIncarnation = block.int32("last_incarnation");
        private final IntegerColumn lastPreviousEnd = block.uint64("last_previous_end");
        private final IntegerColumn lastIndex = block.int32("last_index");
        private int built;

        void consider(GenericRecord night, LocalDate runDate) {
            String zone = night.getString("time_zone");
            BusinessDay day = new BusinessDay(ZoneId.of(zone), night.getInteger("day_ends_minute"));
            LocalDate date = day.of(Micros.instant(night.getLong("starts_at_micros")));
            boolean isPublished = night.hasValue("was_on");
            boolean isDue = !date.isAfter(runDate) && !night.getBoolean("called_off");
            boolean isTouched = night.getBoolean("touched") || date.equals(runDate);
            if (isDue ? !isTouched : !isPublished) {
                return;
            }
            int row = block.nextRow();
            venue.set(row, night.getString("venue"));
            slot.set(row, night.getString("slot"));
            source.set(row, night.getString("source"));
            businessDate.set(row, date.toEpochDay());
            if (isPublished) {
                wasOn.set(row, night.getLocalDate("was_on").toEpochDay());
            }
            builtColumn.set(row, isDue);
            built += isDue ? 1 : 0;
            venueName.set(row, night.getString("venue_name"));
            tenant.set(row, night.getString("tenant"));
            timeZone.set(row, zone);
            label.set(row, night.getString("label"));
            open.set(row, night.getBoolean("open"));
            startsAt.set(row, night.getLong("starts_at_micros"));
            endsAt.set(row, night.getLong("ends_at_micros"));
            clock.set(row, night.getLong("clock_micros"));
            lastIncarnation.set(row, night.getInteger("last_incarnation"));
            lastPreviousEnd.set(row, night.getBigInteger("last_previous_end").longValue());
            lastIndex.set(row, night.getInteger("last_index"));
        }
    }
}
