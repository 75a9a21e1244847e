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
import dev.maitred.ingest.publish.StoredSnapshot;
import dev.maitred.ingest.resync.Resyncs;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Puts captured rows together to whole source transactions: gives each row its position, lets the mapper say what it becomes, and
 * marks the transaction's last change in each partition that it touched.
 *
 * <p>A transaction of any size takes bounded memory: only the last record of each partition is kept until the end is known.
 */
public final class TransactionAssembler implements CaptureSink {

    /** Records after which a transaction that has not ended yet is handed on, but for the last of each partition. */
    private static final int RECORDS_PER_PORTION = 1_000;

    private final Mapping mapping;
    private final String source;
    private final int incarnation;
    private final RowMapper mapper;
    private final Publisher publisher;
    private final StandingRows standing;
    private final IngestCounters counters;
    private final Marks marks;
    private final Resyncs resyncs;
    private final ResyncWriter resyncWriter;
    private final Unread unread;
    private final Map<TableName, Set<TableName>> children = new HashMap<>();

    private OpenTransaction open = new OpenTransaction();
    private Lsn previousEnd = Lsn.ZERO;
    private int index;
    private long committedAtMicros;

    /** One that is not whole yet, in the log or in the stream behind it; null: none. */
    private @Nullable StoredSnapshot snapshot;

    /** Whether something of the source can be in the logs that a snapshot does not find any more. */
    private boolean mayStand = true;

    public TransactionAssembler(
            Mapping mapping,
            int incarnation,
            RowMapper mapper,
            Publisher publisher,
            StandingRows standing,
            Resyncs resyncs,
            IngestCounters counters) {
        this.mapping = mapping;
        this.source = mapping.source();
        this.marks = new Marks(mapping.changeLogs());
        this.incarnation = incarnation;
        this.mapper = mapper;
        this.publisher = publisher;
        this.standing = standing;
        this.resyncs = resyncs;
        this.unread = new Unread(source);
        this.resyncWriter = new ResyncWriter(mapper, publisher, unread);
        this.counters = counters;
    }

    /** Before anything else: with the first snapshot of a source that was never captured. */
    public void beginWith(StoredSnapshot begun) {
        isAt(begun);
        mayStand = false;
    }

    /** Before anything else: with a snapshot that is not whole yet; null: the log is. */
    public void goOnWith(@Nullable StoredSnapshot begun) {
        isAt(begun);
        if (begun == null) {
            counters.resumed();
        }
    }

    private void isAt(@Nullable StoredSnapshot of) {
        snapshot = of;
        mapper.readAt(of == null ? Map.of() : of.tables());
    }

    /** What others look up of a table was changed: they are read again. */
    private void parentChanged(MappedTable parent) {
        readAgain(children.computeIfAbsent(parent.name(), mapping::lookingUp));
    }

    /** Tables are read again by themselves, after a restart too. */
    public void readAgain(Set<TableName> tables) {
        if (!tables.isEmpty()) {
            Outgoing kept = unread.add(tables);
            if (kept != null) {
                open.add(kept);
            }
            resyncs.readAgain(tables);
        }
    }

    @Override
    public void accept(CaptureEvent event) throws InterruptedException {
        switch (event) {
            case CaptureEvent.Row row -> row(row);
            case CaptureEvent.Unreadable row -> unreadable(row);
            case CaptureEvent.Truncated table -> truncated(table);
            case CaptureEvent.CommitEnd end -> end(end.lsn());
            case CaptureEvent.Clock clock -> clock(clock);
            case CaptureEvent.SnapshotBegin begin -> snapshotBegin(begin.tables());
            case CaptureEvent.TableRead table -> tableRead(table);
            case CaptureEvent.SnapshotEnd ignored -> snapshotEnd();
        }
    }

    private void row(CaptureEvent.Row row) throws InterruptedException {
        Position position;
        if (row.operation() == CaptureEvent.Operation.READ) {
            position = new Position(incarnation, row.previousEnd(), 0);
        } else {
            position = next(row.previousEnd());
            committedAtMicros = Math.max(committedAtMicros, row.committedAtMicros());
        }
        counters.captured(row.operation(), row.committedAtMicros());
        resyncs.touched(row.table(), row.values());
        switch (mapper.map(row, position, open::add)) {
            case CHILDREN -> parentChanged(row.table());
            case ITSELF -> {
                readAgain(Set.of(row.table().name()));
                parentChanged(row.table());
            }
            case NOTHING -> {}
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
            standing.before(key -> unknown.contains(key.rule()) ? position : null, gone::add);
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
        previousEnd = lsn;
        index = 0;
        if (snapshot != null) {
            passOver(snapshot, lsn);
            return;
        }
        if (!open.isEmpty()) {
            publisher.publish(Portion.whole(open.ended(new TransactionEnd(lsn, committedAtMicros)), lsn));
            open = new OpenTransaction();
        }
        resyncs.between(lsn, resyncWriter);
    }

    private void clock(CaptureEvent.Clock clock) throws InterruptedException {
        counters.clock(clock.lsn(), clock.clockMicros());
        if (snapshot != null) {
            return;
        }
        Watermark watermark = new Watermark(source, incarnation, clock.lsn(), clock.clockMicros());
        publisher.publish(Portion.whole(
                marks.toEveryPartition(watermark, new Position(incarnation, clock.lsn(), 0)), clock.lsn()));
        resyncs.between(clock.lsn(), resyncWriter);
    }

    private void snapshotBegin(Set<TableName> tables) throws InterruptedException {
        counters.snapshotBegun();
        mapper.beginAnew(tables);
        StoredSnapshot begun = Objects.requireNonNull(snapshot);
        List<Outgoing> records = marks.toEveryPartition(
                new Mark(source, "", List.of(), incarnation, begun.begin(), false), begins(begun));
        records.add(begun.record(source));
        publisher.publish(Portion.ofSnapshot(records));
    }

    /** That it is read is one portion with what was read last. */
    private void tableRead(CaptureEvent.TableRead table) throws InterruptedException {
        mapper.endAnew(table.table(), open::add);
        StoredSnapshot more =
                Objects.requireNonNull(snapshot).with(table.table().name(), table.lsn());
        isAt(more);
        open.add(more.record(source));
        publisher.publish(Portion.ofSnapshot(open.all()));
        open = new OpenTransaction();
    }

    /** What stood in the logs before the snapshot, and what a life that was cut off had read, may not be found any more. */
    private void snapshotEnd() throws InterruptedException {
        StoredSnapshot read = Objects.requireNonNull(snapshot);
        if (mayStand && !standing.wereEmpty()) {
            publisher.settle();
            Map<String, Position> found = new HashMap<>();
            mapping.tables()
                    .forEach(table -> table.rules()
                            .forEach(rule -> found.put(
                                    rule.name(),
                                    new Position(
                                            incarnation, read.tables().getOrDefault(table.name(), read.begin()), 0))));
            Function<ChangeKey, @Nullable Position> of = key -> found.getOrDefault(key.rule(), begins(read));
            standing.before(of, key -> {
                RowMapper.gone(open::add, key, before(Objects.requireNonNull(of.apply(key))), Reason.ABSENT);
                spill(true);
            });
        }
        passOver(read, read.begin());
        previousEnd = read.begin();
        index = 0;
    }

    /** Before all that is at the position that a table was read at, and after all that stood before: a row that waits comes at that. */
    private static Position before(Position read) {
        return new Position(read.incarnation(), new Lsn(read.previousEnd().value() - 1), 0);
    }

    /**
     * Up to where the last table was read, what the stream says is no state that ever was: nothing is told of its ends. There the
     * snapshot is whole.
     */
    private void passOver(StoredSnapshot behind, Lsn lsn) throws InterruptedException {
        List<Outgoing> records = new ArrayList<>(open.all());
        open = new OpenTransaction();
        if (!lsn.isBefore(behind.wholeFrom())) {
            records.addAll(
                    marks.toEveryPartition(new Mark(source, "", List.of(), incarnation, lsn, true), begins(behind)));
            records.add(StoredSnapshot.none(source));
            isAt(null);
            counters.snapshotEnded();
        }
        publisher.publish(Portion.whole(records, lsn));
    }

    /** Where marks of a snapshot stand: before all that it read, and after all of the incarnation before. */
    private Position begins(StoredSnapshot of) {
        return new Position(incarnation, of.begin(), 0);
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
            case LEAVE -> Reason.MOVE;
        };
    }
}
