package dev.maitred.ingest.transaction;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Watermark;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureSink;
import dev.maitred.ingest.memory.StandingRows;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.ingest.publish.Portion;
import dev.maitred.ingest.publish.Publisher;
import dev.maitred.ingest.resync.Resyncs;
import dev.maitred.mapping.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Puts captured rows together to whole source transactions: gives each row its position, lets the mapper say what it becomes, and
 * marks the transaction's last change in each partition that it touched.
 *
 * <p>A transaction of any size takes bounded memory: only the last record of each partition is kept until the end is known.
 */
public final class TransactionAssembler implements CaptureSink {

    /** Records after which a transaction that has not ended yet is handed on, but for the last of each partition. */
    private static final int RECORDS_PER_PORTION = 1_000;

    private final String source;
    private final int incarnation;
    private final RowMapper mapper;
    private final Publisher publisher;
    private final StandingRows standing;
    private final IngestCounters counters;
    private final Marks marks;
    private final Resyncs resyncs;
    private final ResyncWriter resyncWriter;

    private OpenTransaction open = new OpenTransaction();
    private Lsn previousEnd = Lsn.ZERO;
    private int index;
    private long committedAtMicros;
    private boolean snapshotBegun;

    /** Whether there was something in the logs before the snapshot, which it may not find any more. */
    private boolean mayFindLess;

    public TransactionAssembler(
            Mapping mapping,
            int incarnation,
            RowMapper mapper,
            Publisher publisher,
            StandingRows standing,
            Resyncs resyncs,
            IngestCounters counters) {
        this.source = mapping.source();
        this.marks = new Marks(mapping.changeLogs());
        this.incarnation = incarnation;
        this.mapper = mapper;
        this.publisher = publisher;
        this.standing = standing;
        this.resyncs = resyncs;
        this.resyncWriter = new ResyncWriter(mapper, publisher);
        this.counters = counters;
    }

    @Override
    public void accept(CaptureEvent event) throws InterruptedException {
        switch (event) {
            case CaptureEvent.Row row -> row(row);
            case CaptureEvent.Unreadable row -> unreadable(row);
            case CaptureEvent.Truncated table -> truncated(table);
            case CaptureEvent.CommitEnd end -> end(end.lsn());
            case CaptureEvent.Clock clock -> clock(clock);
            case CaptureEvent.SnapshotEnd end -> snapshotEnd(end.lsn());
        }
    }

    private void row(CaptureEvent.Row row) throws InterruptedException {
        Position position;
        if (row.operation() == CaptureEvent.Operation.READ) {
            if (!snapshotBegun) {
                begin(row.previousEnd());
            }
            position = new Position(incarnation, row.previousEnd(), 0);
        } else {
            position = next(row.previousEnd());
            committedAtMicros = Math.max(committedAtMicros, row.committedAtMicros());
        }
        counters.captured(row.operation(), row.committedAtMicros());
        resyncs.touched(row.table(), row.values());
        if (mapper.map(row, position, open::add) && row.operation() == CaptureEvent.Operation.UPDATE) {
            resyncs.parentChanged(row.table());
        }
        spill(row.operation() == CaptureEvent.Operation.READ);
    }

    private void unreadable(CaptureEvent.Unreadable row) throws InterruptedException {
        mapper.deadLetter(row.table(), row.primaryKey(), row.reason(), next(row.previousEnd()), open::add);
        spill(false);
    }

    private void truncated(CaptureEvent.Truncated event) throws InterruptedException {
        Position position = next(event.previousEnd());
        committedAtMicros = Math.max(committedAtMicros, event.committedAtMicros());
        resyncs.truncated(event.table());
        Set<String> unknown = mapper.truncate(event.table(), position, open::add);
        if (!unknown.isEmpty()) {
            // All but the last of each partition is sent, so that the logs and these tell every row.
            publisher.publish(Portion.partOfTransaction(open.allButLast()));
            publisher.settle();
            Set<ChangeKey> gone = open.changed(key -> unknown.contains(key.rule()));
            standing.before(position, key -> unknown.contains(key.rule()), gone::add);
            gone.forEach(key -> RowMapper.gone(open::add, key, position, Reason.TRUNCATE));
        }
        spill(false);
    }

    private Position next(Lsn end) {
        if (!end.equals(previousEnd)) {
            previousEnd = end;
            index = 0;
        }
        index++;
        return new Position(incarnation, end, index);
    }

    private void end(Lsn lsn) throws InterruptedException {
        if (!open.isEmpty()) {
            publisher.publish(Portion.whole(open.ended(new TransactionEnd(lsn, committedAtMicros)), lsn));
            open = new OpenTransaction();
        }
        previousEnd = lsn;
        index = 0;
        resyncs.between(lsn, resyncWriter);
    }

    private void clock(CaptureEvent.Clock clock) throws InterruptedException {
        Watermark watermark = new Watermark(source, incarnation, clock.lsn(), clock.clockMicros());
        counters.clock(clock.lsn(), clock.clockMicros());
        publisher.publish(Portion.whole(
                marks.toEveryPartition(watermark, new Position(incarnation, clock.lsn(), 0)), clock.lsn()));
        resyncs.between(clock.lsn(), resyncWriter);
    }

    /** The end mark is one portion with what was read last, so that the snapshot is whole or, after a crash, begun anew. */
    private void snapshotEnd(Lsn lsn) throws InterruptedException {
        if (!snapshotBegun) {
            begin(lsn);
        }
        if (mayFindLess) {
            publisher.publish(Portion.ofSnapshot(open.all()));
            open = new OpenTransaction();
            publisher.settle();
            Position found = new Position(incarnation, lsn, 0);
            standing.before(found, key -> true, key -> {
                RowMapper.gone(open::add, key, found, Reason.ABSENT);
                spill(true);
            });
        }
        mapper.snapshotEnded(open::add);
        List<Outgoing> last = new ArrayList<>(open.all());
        open = new OpenTransaction();
        last.addAll(marks.toEveryPartition(
                new Mark(source, "", List.of(), incarnation, lsn, true), new Position(incarnation, lsn, 0)));
        publisher.publish(Portion.whole(last, lsn));
        previousEnd = lsn;
        counters.snapshotEnded();
    }

    private void begin(Lsn lsn) throws InterruptedException {
        snapshotBegun = true;
        counters.snapshotBegun();
        mayFindLess = !standing.wereEmpty();
        mapper.snapshotBegun();
        publisher.publish(Portion.ofSnapshot(marks.toEveryPartition(
                new Mark(source, "", List.of(), incarnation, lsn, false), new Position(incarnation, lsn, 0))));
    }

    private void spill(boolean snapshot) throws InterruptedException {
        if (open.size() < RECORDS_PER_PORTION) {
            return;
        }
        if (snapshot) {
            publisher.publish(Portion.ofSnapshot(open.all()));
            open = new OpenTransaction();
        } else {
            publisher.publish(Portion.partOfTransaction(open.allButLast()));
        }
    }

    static Reason reason(CaptureEvent.Operation operation) {
        return switch (operation) {
            case READ -> Reason.SNAPSHOT;
            case READ_AGAIN -> Reason.RESYNC;
            case INSERT -> Reason.INSERT;
            case UPDATE -> Reason.UPDATE;
            case DELETE -> Reason.DELETE;
        };
    }
}
