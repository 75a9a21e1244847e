package dev.maitred.streams.venue;

import org.jspecify.annotations.Nullable;

/**
 * What is free and what is not. Where the capacity is known: {@code free + held + taken + blocked = capacity + overbooked}, and free is
 * never negative. Seated is a part of taken.
 *
 * @param capacity null: unknown
 * @param free null: unknown, never zero
 * @param conflicts units that are taken more than once
 */
public record Counts(
        @Nullable Long capacity,
        @Nullable Long free,
        long held,
        long taken,
        long seated,
        long blocked,
        long overbooked,
        long conflicts) {

    public static final Counts NOTHING = new Counts(0L, 0L, 0, 0, 0, 0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(
                sum(capacity, other.capacity),
                sum(free, other.free),
                held + other.held,
                taken + other.taken,
                seated + other.seated,
                blocked + other.blocked,
                overbooked + other.overbooked,
                conflicts + other.conflicts);
    }

    /** Whether the numbers add up; always, where the capacity is known. */
    public boolean addUp() {
        return capacity == null
                || free == null
                || free >= 0 && free + held + taken + blocked == capacity + overbooked && seated <= taken;
    }

    private static @Nullable Long sum(@Nullable Long one, @Nullable Long other) {
        return one == null || other == null ? null : (Long) (one + other);
    }
}
