package dev.maitred.batch.nightly;

import dev.maitred.batch.Checkpoint;
import dev.maitred.batch.Progress;
import dev.maitred.batch.audit.SourceTotals;
import dev.maitred.batch.audit.SourceUnavailableException;
import dev.maitred.batch.columns.Block;
import dev.maitred.batch.columns.IntegerColumn;
import dev.maitred.batch.columns.TextColumn;
import dev.maitred.clickhouse.ClickHouse;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Asks every source for its totals, and keeps them. A source that does not answer is noted, and nothing is audited against it. */
record ReadTotals(ClickHouse clickHouse, List<SourceTotals> sources, Progress progress, Checkpoint checkpoint)
        implements NightStep {

    @Override
    public long run(NightRun run) {
        clickHouse.run(NightlySql.EMPTY_ASKED, Map.of());
        clickHouse.run(NightlySql.EMPTY_TOTALS, Map.of());
        Block asked = new Block();
        TextColumn source = asked.text("source");
        IntegerColumn answered = asked.truth("answered");
        IntegerColumn lsn = asked.uint64("lsn");
        IntegerColumn clock = asked.micros("clock");
        TextColumn notAnswered = asked.text("not_answered");
        long counts = 0;
        for (SourceTotals one : sources) {
            int row = asked.nextRow();
            source.set(row, one.source());
            try {
                SourceTotals.Totals totals = one.read();
                keep(one.source(), totals);
                answered.set(row, true);
                lsn.set(row, totals.lsn().value());
                clock.set(row, totals.clockMicros());
                counts += totals.counts().size();
                progress.said("totals of " + one.source() + " at " + totals.lsn() + ": "
                        + totals.counts().size() + " counts");
            } catch (SourceUnavailableException e) {
                notAnswered.set(row, String.valueOf(e.getMessage()));
                progress.said(
                        "no totals of " + one.source() + ", so its nights will not be audited: " + e.getMessage());
            }
        }
        checkpoint.passed("totals");
        if (asked.rows() > 0) {
            clickHouse.insert("run_asked", asked::writeTo);
        }
        return counts;
    }

    private void keep(String name, SourceTotals.Totals totals) {
        Block block = new Block();
        TextColumn source = block.text("source");
        TextColumn venue = block.text("venue");
        TextColumn slot = block.text("slot");
        TextColumn kind = block.text("kind");
        TextColumn state = block.text("state");
        IntegerColumn occupants = block.uint64("occupants");
        for (SourceTotals.Count count : totals.counts()) {
            int row = block.nextRow();
            source.set(row, name);
            venue.set(row, count.venue());
            slot.set(row, count.slot());
            kind.set(row, text(count.kind()));
            state.set(row, text(count.state()));
            occupants.set(row, count.occupants());
        }
        if (block.rows() > 0) {
            clickHouse.insert("source_totals", block::writeTo);
        }
    }

    private static String text(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
