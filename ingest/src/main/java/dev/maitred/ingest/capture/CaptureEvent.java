package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import dev.maitred.mapping.Mapping.MappedTable;
import org.jspecify.annotations.Nullable;

/** What capture delivers, in the order of the source's log. */
public sealed interface CaptureEvent {

    /** What happened to a row. */
    enum Operation {
        /** Read by the initial snapshot. */
        READ,
        /** Read again beside the stream. */
        READ_AGAIN,
        INSERT,
        UPDATE,
        DELETE
    }

    /**
     * @param previousEnd the end of the last commit delivered before the row's transaction; for {@link Operation#READ} the LSN of the
     *     snapshot
     * @param values in the order of the table's layout; of a deleted row only the primary key is known
     * @param committedAtMicros the source's clock at the row's commit
     */
    record Row(
            Operation operation,
            MappedTable table,
            @Nullable Object[] values,
            Lsn previousEnd,
            long committedAtMicros) implements CaptureEvent {}

    /** A row that could not even be read. */
    record Unreadable(MappedTable table, String primaryKey, String reason, Lsn previousEnd) implements CaptureEvent {}

    /** A table was emptied by TRUNCATE, which says nothing of its rows. */
    record Truncated(MappedTable table, Lsn previousEnd, long committedAtMicros) implements CaptureEvent {}

    /** Every transaction that ends at or before this has been delivered whole. */
    record CommitEnd(Lsn lsn) implements CaptureEvent {}

    /** The source's own clock, as it wrote it into its log. */
    record Clock(Lsn lsn, long clockMicros) implements CaptureEvent {}

    /** The initial snapshot has been delivered whole. */
    record SnapshotEnd(Lsn lsn) implements CaptureEvent {}
}
