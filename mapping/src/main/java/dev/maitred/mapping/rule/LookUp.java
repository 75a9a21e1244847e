package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows a chain of foreign keys to a column of a parent: {@code session_id.event_id.club_id}. */
record LookUp(int column, List<Step> steps) implements Reader<Object> {

    /** From a key to one remembered column of the row that has it. */
    record Step(TableName parent, int remembered) {}

    @Override
    public @Nullable Object read(RowContext row) {
        Object value = row.values()[column];
        for (Step step : steps) {
            if (value == null) {
                return null;
            }
            String key = ColumnType.text(value);
            @Nullable Object[] parent = row.parents().remembered(step.parent(), key);
            if (parent == null) {
                throw new OrphanException(step.parent(), key);
            }
            value = parent[step.remembered()];
        }
        return value;
    }
}
