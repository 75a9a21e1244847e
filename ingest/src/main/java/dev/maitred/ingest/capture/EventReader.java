package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.ingest.capture.CaptureEvent.Operation;
import dev.maitred.ingest.watermark.ClockMessages;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads Debezium's records. A row does not carry its own commit's LSN; {@code lsn_commit} of its offset is the end of the last commit
 * delivered before it, which is what a position is made of.
 */
final class EventReader {

    private static final String COMMIT = "lsn_commit";
    private static final String SNAPSHOT = "snapshot";
    private static final String SNAPSHOT_COMPLETED = "snapshot_completed";

    private final Mapping mapping;
    private final ClockMessages clock;
    private final CaptureSink sink;
    private Lsn lastEnd;
    private boolean inSnapshot;

    /**
     * @param start where streaming begins; null when a snapshot comes first
     * @param clock reads the messages of the source's clock
     */
    EventReader(Mapping mapping, @Nullable Lsn start, ClockMessages clock, CaptureSink sink) {
        this.mapping = mapping;
        this.clock = clock;
        this.sink = sink;
        this.lastEnd = start == null ? Lsn.ZERO : start;
        this.inSnapshot = start == null;
    }

    void accept(SourceRecord record) throws InterruptedException {
        Map<String, ?> offset = record.sourceOffset();
        boolean snapshotRow = offset.get(SNAPSHOT) != null && !Boolean.TRUE.equals(offset.get(SNAPSHOT_COMPLETED));
        if (record.value() instanceof Struct value && value.schema().field("source") != null) {
            if (value.schema().field("op") != null && "m".equals(value.getString("op"))) {
                endSnapshot();
                message(value);
            } else {
                row(value, offset, snapshotRow);
            }
            return;
        }
        // A heartbeat: it comes with each commit, and when the source is quiet.
        if (!snapshotRow && (!inSnapshot || Boolean.TRUE.equals(offset.get(SNAPSHOT_COMPLETED)))) {
            if (inSnapshot && lastEnd.equals(Lsn.ZERO) && offset.get("lsn") instanceof Long lsn) {
                lastEnd = new Lsn(lsn);
            }
            endSnapshot();
            end(offset);
        }
    }

    private void row(Struct value, Map<String, ?> offset, boolean snapshotRow) throws InterruptedException {
        Struct source = value.getStruct("source");
        TableName name = new TableName(source.getString("schema"), source.getString("table"));
        MappedTable table = mapping.table(name).orElse(null);
        if (snapshotRow || "r".equals(value.getString("op"))) {
            lastEnd = new Lsn(source.getInt64("lsn"));
        } else {
            endSnapshot();
            end(offset);
        }
        if (table == null) {
            return;
        }
        if ("t".equals(value.getString("op"))) {
            sink.accept(new CaptureEvent.Truncated(table, lastEnd, source.getInt64("ts_us")));
            return;
        }
        Operation operation = operation(value.getString("op"));
        Struct row = operation == Operation.DELETE ? value.getStruct("before") : value.getStruct("after");
        try {
            @Nullable Object[] values = values(table, row, operation == Operation.DELETE);
            sink.accept(new CaptureEvent.Row(operation, table, values, lastEnd, source.getInt64("ts_us")));
        } catch (UnmappableException e) {
            sink.accept(new CaptureEvent.Unreadable(table, keyOf(table, row), String.valueOf(e.getMessage()), lastEnd));
        }
    }

    /** One of others says nothing: it may stand in the middle of a transaction. */
    private void message(Struct value) throws InterruptedException {
        long clockMicros = clock.clockOf(text(value.getStruct("message").get("content")));
        if (clockMicros == Micros.UNKNOWN) {
            return;
        }
        Lsn lsn = new Lsn(value.getStruct("source").getInt64("lsn"));
        if (lsn.compareTo(lastEnd) > 0) {
            lastEnd = lsn;
            sink.accept(new CaptureEvent.CommitEnd(lsn));
        }
        sink.accept(new CaptureEvent.Clock(lsn, clockMicros));
    }

    private void end(Map<String, ?> offset) throws InterruptedException {
        if (offset.get(COMMIT) instanceof Long commit) {
            Lsn end = new Lsn(commit);
            if (end.compareTo(lastEnd) > 0) {
                lastEnd = end;
                sink.accept(new CaptureEvent.CommitEnd(end));
            }
        }
    }

    private void endSnapshot() throws InterruptedException {
        if (inSnapshot) {
            inSnapshot = false;
            sink.accept(new CaptureEvent.SnapshotEnd(lastEnd));
        }
    }

    private static Operation operation(String op) {
        return switch (op) {
            case "r" -> Operation.READ;
            case "c" -> Operation.INSERT;
            case "u" -> Operation.UPDATE;
            case "d" -> Operation.DELETE;
            default ->
                throw new IllegalStateException("Expected an operation r, c, u, d or t from Debezium, found " + op);
        };
    }

    private static @Nullable Object[] values(MappedTable table, Struct row, boolean keyOnly) {
        List<Column> columns = table.layout().columns();
        @Nullable Object[] values = new Object[columns.size()];
        int known = keyOnly ? table.layout().table().primaryKey().size() : values.length;
        for (int i = 0; i < known; i++) {
            Column column = columns.get(i);
            Field field = row.schema().field(column.name());
            if (field == null) {
                throw ChangedSchemaException.missing(table.name(), column);
            }
            values[i] = read(table, column, row.get(field));
        }
        return values;
    }

    private static @Nullable Object read(MappedTable table, Column column, @Nullable Object value) {
        try {
            return ColumnValues.read(column, value);
        } catch (ClassCastException e) {
            throw ChangedSchemaException.retyped(table.name(), column, Objects.requireNonNull(value));
        }
    }

    private static String keyOf(MappedTable table, Struct row) {
        StringBuilder key = new StringBuilder();
        for (String column : table.layout().table().primaryKey()) {
            key.append(key.isEmpty() ? "" : ",").append(row.schema().field(column) == null ? "?" : row.get(column));
        }
        return key.toString();
    }

    private static String text(Object content) {
        return content instanceof ByteBuffer buffer
                ? StandardCharsets.UTF_8.decode(buffer.duplicate()).toString()
                : new String((byte[]) content, StandardCharsets.UTF_8);
    }
}
