package dev.maitred.ingest.change;

import org.jspecify.annotations.Nullable;

/**
 * By what mapping a source is captured, and what becomes of another one.
 *
 * @param rowsRead of the tables that change
 * @param rowsExpected about so many there are; -1: not known
 * @param secondsLeft until all are read, as it went so far; -1: not known
 * @param difference what changes; empty when nothing does
 * @param failure why it does not go on; null: it does
 */
public record MappingState(
        State state,
        long rowsRead,
        long rowsExpected,
        long secondsLeft,
        String difference,
        @Nullable String failure) {

    /** What the file's mapping is. */
    public enum State {
        IN_FORCE,
        /** Its rows are read aside; answers are by the one before. */
        BUILDING,
        /** Its rows are there and it follows the source; what differs is about to be written. */
        SWITCHING,
        /** It cannot be built, and is tried again; answers are by the one before. */
        FAILED
    }

    static final MappingState SETTLED = new MappingState(State.IN_FORCE, 0, -1, -1, "", null);
}
