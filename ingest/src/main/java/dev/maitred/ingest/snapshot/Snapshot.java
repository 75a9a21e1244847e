package dev.maitred.ingest.snapshot;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureSink;
import dev.maitred.ingest.publish.StoredSnapshot;
import dev.maitred.ingest.setup.Predecessor;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.ConsistentRead;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to read all rows of the mapped tables: those that an attempt before has not read whole, at one LSN. The first makes the
 * replication slot, from which everything that commits later is streamed.
 */
public final class Snapshot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    /** Transactions that are open when it begins delay it until they end. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long LOOKS_EVERY_MILLIS = 100;

    private final Mapping mapping;
    private final ConsistentRead at;
    private final StoredSnapshot begun;

    private Snapshot(Mapping mapping, ConsistentRead at, StoredSnapshot begun) {
        this.mapping = mapping;
        this.at = at;
        this.begun = begun;
    }

    /**
     * The first attempt: there must be no replication slot of the source's.
     *
     * @throws SQLException when the database refuses, or transactions that were open then do not end
     */
    public static Snapshot begin(IngestSettings settings, Mapping mapping, int incarnation) throws SQLException {
        ConsistentRead at =
                alone(settings, ConsistentRead.openAt(settings.database(), PATIENCE, settings.replicationSlot()));
        return new Snapshot(mapping, at, new StoredSnapshot(incarnation, at.lsn(), Map.of()));
    }

    /** A later attempt. */
    public static Snapshot goOn(IngestSettings settings, Mapping mapping, StoredSnapshot begun) throws SQLException {
        ConsistentRead at = alone(settings, ConsistentRead.open(settings.database(), PATIENCE));
        LOG.info(
                "The snapshot of {} goes on: {} of {} tables are read, the others are read at {}",
                settings.source(),
                begun.tables().size(),
                mapping.tables().size(),
                at.lsn());
        return new Snapshot(mapping, at, begun);
    }

    private static ConsistentRead alone(IngestSettings settings, ConsistentRead at) throws SQLException {
        try {
            Predecessor.reads(at.connection(), settings);
            return at;
        } catch (SQLException e) {
            at.close();
            throw e;
        }
    }

    /** As it stands before this attempt. */
    public StoredSnapshot begun() {
        return begun;
    }

    /**
     * Tells what it reads.
     *
     * @param ends whether to end before all is read
     * @return all of it; null when it ended before
     */
    public @Nullable StoredSnapshot read(CaptureSink sink, BooleanSupplier ends)
            throws SQLException, InterruptedException {
        List<MappedTable> tables = missing();
        Set<TableName> names = new HashSet<>();
        tables.forEach(table -> names.add(table.name()));
        sink.accept(new CaptureEvent.SnapshotBegin(names));
        try (TableCopies copies = new TableCopies(at, tables, mapping.source())) {
            while (!ends.getAsBoolean()) {
                TableCopies.Read read = copies.next(LOOKS_EVERY_MILLIS);
                if (read == null) {
                    continue;
                }
                for (CaptureEvent event : read.events()) {
                    sink.accept(event);
                }
                if (read.last()) {
                    sink.accept(new CaptureEvent.SnapshotEnd(begun.begin()));
                    StoredSnapshot whole = begun;
                    for (TableName name : names) {
                        whole = whole.with(name, at.lsn());
                    }
                    return whole;
                }
            }
        }
        return null;
    }

    /** Tables come after those that they look up, as far as that can be, so that few rows wait for a parent. */
    private List<MappedTable> missing() {
        List<MappedTable> ordered = new ArrayList<>();
        Set<TableName> met = new HashSet<>();
        mapping.tables().forEach(table -> afterParents(table, ordered, met));
        ordered.removeIf(table -> begun.tables().containsKey(table.name()));
        return ordered;
    }

    private void afterParents(MappedTable table, List<MappedTable> ordered, Set<TableName> met) {
        if (met.add(table.name())) {
            table.layout()
                    .parents()
                    .forEach(parent -> mapping.table(parent).ifPresent(its -> afterParents(its, ordered, met)));
            ordered.add(table);
        }
    }

    /** Lets go of the tables, and of the source: a second process is kept off only for so long. May be done again. */
    @Override
    public void close() throws SQLException {
        at.close();
    }
}
