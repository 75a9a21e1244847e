package dev.maitred.batch;

/** Is passed in the middle of every step, so that a test can end a job there. */
@FunctionalInterface
public interface Checkpoint {

    /** What runs use. */
    Checkpoint NONE = place -> {};

    /** @param place as in {@code land 2026-11-20T23:00:00Z} */
    void passed(String place);
}
