package dev.maitred.ingest.change;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureEvent.Operation;
import dev.maitred.ingest.memory.RowMemory;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.ingest.transaction.IngestCounters;
import dev.maitred.ingest.transaction.RowMapper;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Rows of the tables that differ, as the new mapping makes them, into the spool. By one thread at a time. */
final class ShadowRows {

    private final Mapping mapping;
    private final int incarnation;
    private final Set<TableName> changed;
    private final Spool spool;
    private final RowMapper mapper;
    private final Set<TableName> unread = ConcurrentHashMap.newKeySet();

    /**
     * @param mapping of the tables that differ and those that they look up
     * @param changed those that differ
     */
    ShadowRows(Mapping mapping, int incarnation, Set<TableName> changed, Spool spool) {
        this.mapping = mapping;
        this.incarnation = incarnation;
        this.changed = Set.copyOf(changed);
        this.spool = spool;
        this.mapper = new RowMapper(mapping.source(), new RowMemory(mapping), new IngestCounters());
    }

    void read(MappedTable table, @Nullable Object[] values, Lsn at) {
        row(new CaptureEvent.Row(Operation.READ, table, values, at, 0));
    }

    void unreadable(MappedTable table, String primaryKey, String reason, Lsn at) {
        mapper.deadLetter(table, primaryKey, reason, new Position(incarnation, at, 0), this::take);
    }

    /** A row, a row that cannot be read, or a TRUNCATE. */
    void take(CaptureEvent event) {
        switch (event) {
            case CaptureEvent.Row row -> row(row);
            case CaptureEvent.Unreadable row ->
                unreadable(row.table(), row.primaryKey(), row.reason(), row.previousEnd());
            case CaptureEvent.Truncated table -> {
                Position position = new Position(incarnation, table.previousEnd(), 0);
                Set<String> unknown = mapper.truncate(table.table(), position, this::take);
                if (!unknown.isEmpty()) {
                    spool.wantsNoneOf(unknown);
                }
            }
            case CaptureEvent.CommitEnd ignored -> {}
            case CaptureEvent.Clock ignored -> {}
            case CaptureEvent.SnapshotBegin ignored -> {}
            case CaptureEvent.TableRead ignored -> {}
            case CaptureEvent.SnapshotEnd ignored -> {}
        }
    }

    /** Tables of which not all can be right: what they look up was changed, or not all of a row was sent. */
    Set<TableName> unread() {
        return unread;
    }

    private void row(CaptureEvent.Row row) {
        TableName table = row.table().name();
        switch (mapper.map(row, new Position(incarnation, row.previousEnd(), 0), this::take)) {
            case CHILDREN -> unread.addAll(mapping.lookingUp(table));
            case ITSELF -> unread.add(table);
            case NOTHING -> {}
        }
        if (row.operation() != Operation.DELETE && row.operation() != Operation.LEAVE) {
            for (Rule rule : row.table().rules()) {
                if (rule.keepsDeleted()) {
                    spool.seen(rule.name(), row.table().layout().primaryKey(row.values()));
                }
            }
        }
    }

    private void take(Outgoing record) {
        if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
            if (record.value() != null) {
                spool.deadLetter(record.key(), record.value());
            }
            return;
        }
        boolean memory = record.topic().equals(Topics.INGEST_ROWS.name());
        if (!memory
                || StandingLog.isRemembered(
                        new String(record.key(), StandardCharsets.UTF_8), mapping.source(), changed)) {
            spool.wants(Place.of(record.topic(), record.partition(), record.key()), record.value());
        }
    }

    /** Whether what stands and is not wanted is to go: what the source has purged may be kept. */
    boolean isGone(Place place) {
        if (place.isOfMemory()) {
            return true;
        }
        ChangeKey key = ChangeKey.parse(place.keyText());
        boolean kept = mapping.tables().stream()
                .flatMap(table -> table.rules().stream())
                .anyMatch(rule -> rule.name().equals(key.rule()) && rule.keepsDeleted());
        return !kept || spool.isSeen(key.rule(), key.row());
    }
}
