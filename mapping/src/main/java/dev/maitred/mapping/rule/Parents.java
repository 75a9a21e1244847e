package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.TableName;
import org.jspecify.annotations.Nullable;

/** The remembered columns of rows that other rows look up. */
@FunctionalInterface
public interface Parents {

    /**
     * @param primaryKey as text, columns joined by a comma; or one of {@link Layout#aliases} of the row
     * @return the remembered values, in the order of {@link Layout#remembered()}; null when no such row was seen yet
     */
    @Nullable
    Object @Nullable [] remembered(TableName table, String primaryKey);
}
