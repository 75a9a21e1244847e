package dev.maitred.ops.pipeline;

import dev.maitred.contract.Lsn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of the sources' ingest, where it runs beside this. */
@FunctionalInterface
public interface SourceStatuses {

    List<SourceStatus> all();

    /** The resyncs that were asked for lately, the oldest first. */
    default List<ResyncStatus> resyncs() {
        return List.of();
    }

    /** The text of the mapping by which a source's log is made at this moment; null: not known here. */
    default @Nullable String mappingInForce(String source) {
        return null;
    }

    /**
     * How far a resync is.
     *
     * @param scope in words
     * @param state waiting, reading, done or failed
     * @param lsn at which its rows were read; null: not yet
     * @param read rows read so far
     * @param written those that are in scope and that nothing newer has overtaken
     * @param removed rows that stood in the log and are not in the database
     * @param failure why it ended without having done its work; null: it did not
     */
    record ResyncStatus(
            String source,
            String id,
            String scope,
            String state,
            @Nullable String lsn,
            long read,
            long written,
            long removed,
            @Nullable String failure) {}

    /**
     * @param state starting, snapshotting, streaming, standby, paused, failed or stopped
     * @param failure why the last attempt failed, or what keeps this one from going on; null while all is well
     * @param snapshotRows read by the initial snapshot
     * @param snapshot how far the initial snapshot is; null: there is none at this moment
     * @param deadLetters rows put aside since it started
     * @param mapping null: nothing is known of it
     */
    record SourceStatus(
            String source,
            String state,
            @Nullable String failure,
            long snapshotRows,
            @Nullable Snapshot snapshot,
            long deadLetters,
            ReplicationSlot replicationSlot,
            @Nullable MappingStatus mapping) {

        /** One that says nothing of its mapping. */
        public SourceStatus(
                String source,
                String state,
                @Nullable String failure,
                long snapshotRows,
                @Nullable Snapshot snapshot,
                long deadLetters,
                ReplicationSlot replicationSlot) {
            this(source, state, failure, snapshotRows, snapshot, deadLetters, replicationSlot, null);
        }
    }

    /**
     * What becomes of a changed mapping; until it is in force, answers are by the one before.
     *
     * @param state in_force, building, switching or failed
     * @param version of the mapping that this is said of: the first 16 digits of its text's SHA-256; null: none was looked at yet
     * @param change which tables it changes; empty when it is in force
     * @param rows read so far
     * @param ofAbout rows there are, by the planner's estimate; null: not known
     * @param secondsLeft at the rate so far; null: not known yet
     * @param failure why it cannot be built, and what is to be done; null: it can
     */
    record MappingStatus(
            String state,
            @Nullable String version,
            String change,
            long rows,
            @Nullable Long ofAbout,
            @Nullable Long secondsLeft,
            @Nullable String failure) {}

    /**
     * @param rows read so far
     * @param ofAbout rows there are, by the planner's estimate
     * @param secondsLeft at the rate so far; null: not known yet
     */
    record Snapshot(long rows, long ofAbout, @Nullable Long secondsLeft) {}

    /**
     * What PostgreSQL last said of a source's replication slot. Looked at beforehand, every few seconds; everything but the name and
     * the failure is as of then.
     *
     * @param checkedAt when PostgreSQL last answered; null: never, and nothing is known
     * @param failure why the last look was in vain; null while all is well
     * @param active whether it is in use
     * @param retainedBytes of write-ahead log that PostgreSQL keeps for it
     * @param confirmedFlush how far what ingest published has been confirmed
     * @param walStatus reserved, extended, unreserved or lost, as PostgreSQL says it
     * @param safeWalBytes of log that can still be written before it is given up; null: without limit, lost, or not known
     * @param growthBytesPerSecond of what is retained, over the last minute; negative while it shrinks
     * @param minutesLeft until the log is given up if it goes on like this; null: it does not grow, or there is no limit
     */
    record ReplicationSlot(
            String name,
            @Nullable Instant checkedAt,
            @Nullable String failure,
            @Nullable Boolean active,
            @Nullable Long retainedBytes,
            @Nullable Lsn confirmedFlush,
            @Nullable String walStatus,
            @Nullable Long safeWalBytes,
            @Nullable Long growthBytesPerSecond,
            @Nullable Long minutesLeft) {}
}
