package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What capture delivers, in the order of the source's log. */
public sealed interface CaptureEvent {

    /** What happened to a row. */
    enum Operation {
        /** Read by the snapshot. */
        READ,
        /** Read again beside the stream. */
        READ_AGAIN,
        INSERT,
        UPDATE,
        DELETE,
        /** Its primary key was updated: it is gone under this one, and right behind comes its insertion under the new one. */
        LEAVE
    }

    /**
     * @param previousEnd the end of the last commit delivered before the row's transaction; for {@link Operation#READ} the LSN that
     *     it was read at
     * @param values in the order of the table's layout; of a row that is gone only the primary key is known
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

    /**
     * A snapshot begins, or goes on where another life was cut off.
     *
     * @param tables that are going to be read
     */
    record SnapshotBegin(Set<TableName> tables) implements CaptureEvent {}

    /**
     * A table has been read whole.
     *
     * @param lsn that of all rows that were read of it
     */
    record TableRead(MappedTable table, Lsn lsn) implements CaptureEvent {}

    /**
     * All tables have been read.
     *
     * @param lsn where the stream begins
     */
    record SnapshotEnd(Lsn lsn) implements CaptureEvent {}
}
