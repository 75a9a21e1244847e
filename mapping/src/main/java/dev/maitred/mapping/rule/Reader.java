package dev.maitred.mapping.rule;

import org.jspecify.annotations.Nullable;

/** Reads one value of a row. */
@FunctionalInterface
interface Reader<T> {

    /**
     * @throws UnmappableException when the row does not hold what the mapping says
     * @throws OrphanException when a parent has not been seen yet
     */
    @Nullable
    T read(RowContext row);
}
