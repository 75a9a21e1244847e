package dev.maitred.ingest.resync;

import dev.maitred.contract.Lsn;
import org.jspecify.annotations.Nullable;

/**
 * One resync and how far it is.
 *
 * @param lsn at which its rows were read; null: not yet
 * @param read rows read so far
 * @param written those that were not overtaken by a newer change and are in scope
 * @param removed rows that stood in the log and are not in the database
 * @param failure why it ended without having done its work; null: it did not
 */
public record Resync(
        String id,
        String scope,
        State state,
        @Nullable Lsn lsn,
        long read,
        long written,
        long removed,
        @Nullable String failure) {

    /** What it is doing. */
    public enum State {
        WAITING,
        READING,
        DONE,
        FAILED
    }
}
