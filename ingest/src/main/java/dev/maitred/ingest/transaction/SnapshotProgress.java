package dev.maitred.ingest.transaction;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a snapshot is.
 *
 * @param rows read so far
 * @param ofAbout rows there are, as PostgreSQL's planner estimates it; never less than what was read
 * @param left at the rate so far; null: too little was read to say
 */
public record SnapshotProgress(
        long rows, long ofAbout, @Nullable Duration left) {

    /** Rows after which the rate means something. */
    private static final long ENOUGH = 1_000;

    /** @param since the first row was read */
    static SnapshotProgress of(long rows, long expected, Duration since) {
        long all = Math.max(rows, expected);
        Duration left =
                rows < ENOUGH ? null : Duration.ofMillis((long) ((double) since.toMillis() / rows * (all - rows)));
        return new SnapshotProgress(rows, all, left);
    }

    /** For people. */
    @Override
    public String toString() {
        return "%,d of about %,d rows read".formatted(rows, ofAbout)
                + (left == null ? "" : ", about %,d s left".formatted(left.toSeconds() + 1));
    }
}
