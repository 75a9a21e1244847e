package dev.maitred.ingest.resync;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.ingest.memory.RowMemory;
import dev.maitred.ingest.memory.StandingRows;
import dev.maitred.ingest.resync.Resync.State;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.SourceDatabase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resyncs of one run of capture, one after the other, worked at between transactions of the stream. A row that the stream has changed
 * since the resync began is the stream's: what was read of it is dropped, and it is not removed either.
 *
 * <p>Used by capture's thread alone, but for the requests.
 */
public final class Resyncs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resyncs.class);

    /** Of what was read, between two transactions: the stream never waits for more. */
    private static final int ROWS_AT_ONCE = 2_000;

    /** Changed rows that are kept in mind while a resync runs. */
    private static final int MOST_TOUCHED = 2_000_000;

    /** Writes what a resync found. */
    public interface Writer {

        /** @return false when the row is not of this venue */
        boolean row(MappedTable table, @Nullable Object[] values, @Nullable String venue, Position position);

        void gone(ChangeKey key, Position position);

        /** Everything that was to be read again by itself has been. */
        void nothingWaits();

        /** What was written since the last time goes on its way together. */
        void handOver() throws InterruptedException;

        /** Waits until all of it is in the log. */
        void settle() throws InterruptedException;
    }

    private final Mapping mapping;
    private final int incarnation;
    private final SourceDatabase database;
    private final StandingRows logs;
    private final ResyncRequests requests;
    private final Map<String, TableName> tableOfRule = new HashMap<>();

    private final Set<String> touched = new HashSet<>();
    private final Set<TableName> truncated = new HashSet<>();
    private ResyncRequests.@Nullable Request running;
    private @Nullable Reading reading;
    private @Nullable Thread thread;
    private @Nullable Lsn readAt;
    private @Nullable Position position;
    private Reading.@Nullable Found waiting;
    private long read;
    private long written;
    private long removed;

    public Resyncs(
            Mapping mapping, int incarnation, SourceDatabase database, StandingRows logs, ResyncRequests requests) {
        this.mapping = mapping;
        this.incarnation = incarnation;
        this.database = database;
        this.logs = logs;
        this.requests = requests;
        mapping.tables().forEach(table -> table.rules().forEach(rule -> tableOfRule.put(rule.name(), table.name())));
    }

    /** The stream has changed a row. */
    public void touched(MappedTable table, @Nullable Object[] values) {
        if (running != null) {
            touched.add(RowMemory.key(table.name(), table.layout().primaryKey(values)));
        }
    }

    /** The stream has emptied a table. */
    public void truncated(MappedTable table) {
        if (running != null) {
            truncated.add(table.name());
        }
    }

    /** Between two transactions: everything that ends at or before this has been followed. */
    public void between(Lsn end, Writer writer) throws InterruptedException {
        if (running == null) {
            ResyncRequests.Request next = requests.next();
            if (next == null) {
                return;
            }
            begin(next);
            if (next.scope().tables(mapping).isEmpty()) {
                over("none of these tables is mapped; mapped are "
                        + mapping.tables().stream().map(MappedTable::name).toList());
                return;
            }
            read(next.scope());
        }
        if (touched.size() > MOST_TOUCHED) {
            over("more than " + MOST_TOUCHED + " rows changed meanwhile; ask again when less is written");
            return;
        }
        long before = read;
        for (int i = 0; i < ROWS_AT_ONCE && running != null; i++) {
            Reading.Found found =
                    waiting != null ? waiting : Objects.requireNonNull(reading).next();
            waiting = null;
            if (found == null) {
                break;
            }
            if (!take(found, end, writer)) {
                waiting = found;
                break;
            }
        }
        writer.handOver();
        if (running != null) {
            tell(State.READING, null);
            if (waiting != null || read > before) {
                requests.hurry();
            }
        }
    }

    private void begin(ResyncRequests.Request next) {
        running = next;
        touched.clear();
        truncated.clear();
        readAt = null;
        position = null;
        waiting = null;
        read = 0;
        written = 0;
        removed = 0;
        tell(State.READING, null);
    }

    private void read(Scope scope) {
        Reading its = new Reading(scope, mapping, database, logs, requests::hurry);
        reading = its;
        thread = Thread.ofVirtual().name("resync-" + mapping.source()).start(its);
    }

    /** @return false when it has to wait */
    private boolean take(Reading.Found found, Lsn end, Writer writer) throws InterruptedException {
        switch (found) {
            case Reading.At at -> readAt = at.lsn();
            case Reading.Row row -> {
                if (!isPassed(end)) {
                    return false;
                }
                row(row, writer);
            }
            case Reading.Unreadable row -> touched.add(RowMemory.key(row.table().name(), row.primaryKey()));
            case Reading.AllRead ignored -> {
                if (!isPassed(end)) {
                    return false;
                }
                writer.handOver();
                writer.settle();
                return Objects.requireNonNull(reading).isWritten(position());
            }
            case Reading.Standing standing -> gone(standing.key(), writer);
            case Reading.Over over -> {
                ResyncRequests.Request its = Objects.requireNonNull(running);
                over(over.failure());
                if (its.automatic() && over.failure() != null) {
                    // Nobody else would ask for it; its time comes again later.
                    requests.askFor(its.scope());
                } else if (its.automatic() && !requests.isAutomaticWaiting()) {
                    writer.nothingWaits();
                }
            }
        }
        return true;
    }

    /**
     * Whether the stream has passed what was read. The first time decides the position of all of it: after everything that was
     * followed so far, before everything that comes. That is right for rows that nobody has changed in between, and the others are
     * dropped.
     */
    private boolean isPassed(Lsn end) {
        if (position == null && !end.isBefore(Objects.requireNonNull(readAt))) {
            position = new Position(incarnation, end, 0);
        }
        return position != null;
    }

    private void row(Reading.Row row, Writer writer) {
        read++;
        String primaryKey = row.table().layout().primaryKey(row.values());
        boolean overtaken = truncated.contains(row.table().name())
                || touched.contains(RowMemory.key(row.table().name(), primaryKey));
        if (!overtaken && writer.row(row.table(), row.values(), scope().venue(), position())) {
            written++;
        }
    }

    private void gone(ChangeKey key, Writer writer) {
        TableName table = Objects.requireNonNull(tableOfRule.get(key.rule()));
        if (!touched.contains(RowMemory.key(table, key.row()))) {
            writer.gone(key, position());
            removed++;
        }
    }

    private Position position() {
        return Objects.requireNonNull(position);
    }

    private Scope scope() {
        return Objects.requireNonNull(running).scope();
    }

    private void over(@Nullable String failure) {
        tell(failure == null ? State.DONE : State.FAILED, failure);
        LOG.info(
                "Resync of {}: {} rows read, {} written, {} removed{}",
                scope(),
                read,
                written,
                removed,
                failure == null ? "" : "; " + failure);
        end();
    }

    private void end() {
        running = null;
        reading = null;
        touched.clear();
        truncated.clear();
        Thread its = thread;
        thread = null;
        if (its != null) {
            its.interrupt();
        }
    }

    private void tell(State state, @Nullable String failure) {
        ResyncRequests.Request its = Objects.requireNonNull(running);
        requests.told(new Resync(its.id(), its.scope().toString(), state, readAt, read, written, removed, failure));
    }

    /** Capture ends: what was not done is asked for again in its next run. */
    @Override
    public void close() {
        ResyncRequests.Request unfinished = running;
        if (unfinished != null) {
            requests.again(unfinished);
            end();
        }
    }

    /** Asks for tables to be read again, for which nobody waits. */
    public void readAgain(Set<TableName> tables) {
        if (!requests.askFor(Scope.ofTables(tables))) {
            LOG.warn("{} are not read again now: too many resyncs wait", tables);
        }
    }
}
