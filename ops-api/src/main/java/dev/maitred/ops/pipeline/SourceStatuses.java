package dev.maitred.ops.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the sources' ingest, where it runs beside this. */
@FunctionalInterface
public interface SourceStatuses {

    List<SourceStatus> all();

    /**
     * @param state starting, snapshotting, streaming, failed or stopped
     * @param failure why the last attempt failed; null while all is well
     * @param snapshotRows read by the initial snapshot
     * @param deadLetters rows put aside since it started
     * @param retainedBytes write-ahead log that PostgreSQL keeps for the replication slot; null: not known
     * @param slotActive whether the replication slot is in use; null: not known
     */
    record SourceStatus(
            String source,
            String state,
            @Nullable String failure,
            long snapshotRows,
            long deadLetters,
            @Nullable Long retainedBytes,
            @Nullable Boolean slotActive) {}
}
