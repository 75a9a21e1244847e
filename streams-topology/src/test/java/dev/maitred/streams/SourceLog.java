package dev.maitred.streams;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One source as ingest writes it to one partition, and the rows that are true at every point where the log closes. */
public final class SourceLog {

    private final String source;
    private final Consumer<ChangeRecord> out;
    private final Consumer<Truth> closed;
    private final Map<ChangeKey, Change> rows = new LinkedHashMap<>();
    private int incarnation = 1;
    private long lsn = 1_000;
    private long clockMicros = Micros.UNKNOWN;
    private boolean complete;
    private boolean keepsTruth = true;

    /**
     * What is so at one LSN.
     *
     * @param known whether the fold may say anything yet
     */
    public record Truth(
            String source, int incarnation, Lsn lsn, long clockMicros, boolean known, Map<ChangeKey, Change> rows) {}

    /** @param closed told after the record that closes */
    public SourceLog(String source, Consumer<ChangeRecord> out, Consumer<Truth> closed) {
        this.source = source;
        this.out = out;
        this.closed = closed;
    }

    /** Keeps no copies of all rows at every close. */
    public SourceLog withoutTruth() {
        keepsTruth = false;
        return this;
    }

    public String source() {
        return source;
    }

    public Map<ChangeKey, Change> rows() {
        return rows;
    }

    public long clockMicros() {
        return clockMicros;
    }

    /** A transaction's changes; null is a delete. Those of one entry share a position, as those that one row feeds. */
    public void transaction(long atMicros, List<Map<ChangeKey, @Nullable Change>> changes) {
        Lsn previousEnd = new Lsn(lsn);
        lsn += 100;
        clockMicros = Math.max(clockMicros, atMicros);
        List<ChangeRecord> records = new ArrayList<>();
        int index = 0;
        for (Map<ChangeKey, @Nullable Change> row : changes) {
            index++;
            for (Map.Entry<ChangeKey, @Nullable Change> change : row.entrySet()) {
                Position position = new Position(incarnation, previousEnd, index);
                records.add(record(change.getKey(), change.getValue(), position, Reason.UPDATE));
                set(change.getKey(), change.getValue());
            }
        }
        for (int i = 0; i < records.size() - 1; i++) {
            out.accept(records.get(i));
        }
        ChangeRecord last = records.getLast();
        out.accept(new ChangeRecord(
                last.key(), last.change(), last.headers().endingAt(new TransactionEnd(new Lsn(lsn), clockMicros))));
        close();
    }

    /** A transaction of one change. */
    public void commit(long atMicros, ChangeKey key, @Nullable Change change) {
        Map<ChangeKey, @Nullable Change> row = new LinkedHashMap<>();
        row.put(key, change);
        transaction(atMicros, List.of(row));
    }

    public void watermark(long atMicros) {
        lsn += 10;
        clockMicros = Math.max(clockMicros, atMicros);
        Watermark watermark = new Watermark(source, incarnation, new Lsn(lsn), atMicros);
        out.accept(record(
                new ChangeKey("", Entity.WATERMARK, source, ""),
                watermark,
                new Position(incarnation, new Lsn(lsn), 0),
                Reason.MARK));
        close();
    }

    /**
     * Reads the rows as they are said to be now; what is not among them is gone without a word.
     *
     * @param anew of another incarnation, whose LSNs begin anywhere
     * @param random shuffles the rows
     */
    public void snapshot(Map<ChangeKey, Change> now, boolean anew, @Nullable Random random) {
        if (anew) {
            incarnation++;
            lsn = random == null ? lsn + 100 : 100 + random.nextInt(3_000);
        } else {
            lsn += 100;
        }
        Lsn at = new Lsn(lsn);
        Position position = new Position(incarnation, at, 0);
        mark(at, position, false);
        List<Map.Entry<ChangeKey, Change>> read = new ArrayList<>(now.entrySet());
        if (random != null) {
            Collections.shuffle(read, random);
        }
        read.forEach(row -> out.accept(record(row.getKey(), row.getValue(), position, Reason.SNAPSHOT)));
        Map<ChangeKey, Change> copy = Map.copyOf(now);
        rows.clear();
        rows.putAll(copy);
        complete = true;
        mark(at, position, true);
        close();
    }

    /** A snapshot whose reader died: rows, but no end; it is read anew at a later point. */
    public void abandonedSnapshot(Map<ChangeKey, Change> now) {
        lsn += 100;
        Position position = new Position(incarnation, new Lsn(lsn), 0);
        mark(new Lsn(lsn), position, false);
        now.forEach((key, change) -> out.accept(record(key, change, position, Reason.SNAPSHOT)));
    }

    private void mark(Lsn at, Position position, boolean end) {
        Mark mark = new Mark(source, "", List.of(), incarnation, at, end);
        out.accept(record(new ChangeKey("", Entity.MARK, source, end ? "end" : "begin"), mark, position, Reason.MARK));
    }

    private void set(ChangeKey key, @Nullable Change change) {
        if (change == null) {
            rows.remove(key);
        } else {
            rows.put(key, change);
        }
    }

    private void close() {
        if (!keepsTruth) {
            return;
        }
        closed.accept(new Truth(
                source,
                incarnation,
                new Lsn(lsn),
                clockMicros,
                complete && clockMicros != Micros.UNKNOWN,
                Map.copyOf(rows)));
    }

    private static ChangeRecord record(ChangeKey key, @Nullable Change change, Position position, Reason reason) {
        return new ChangeRecord(key, change, new ChangeHeaders(position, reason, null));
    }
}
