package dev.maitred.mapping.rule;

import org.jspecify.annotations.Nullable;

/**
 * What a rule sees: one row and the parents that it may ask.
 *
 * @param values in the order of the table's {@link Layout}, each of its column's one Java type
 */
public record RowContext(@Nullable Object[] values, Parents parents) {}
