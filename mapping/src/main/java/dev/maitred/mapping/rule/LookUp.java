package dev.maitred.mapping.rule;

import dev.maitred.mapping.catalogue.ColumnType;
import dev.maitred.mapping.catalogue.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows a chain of keys to a column of a parent: {@code session_id.event_id.club_id}.
 *
 * @param columns the row's own columns that make the first key, in the order of the parent's key
 */
record LookUp(List<Integer> columns, List<Step> steps) implements Reader<Object> {

    /**
     * From a key to what is remembered of the row that has it.
     *
     * @param alias what the key's text begins with; empty for a primary key
     * @param remembered the columns of the next key; at the last step the one that is looked for
     */
    record Step(TableName parent, String alias, List<Integer> remembered) {}

    @Override
    public @Nullable Object read(RowContext row) {
        @Nullable Object[] values = row.values();
        List<Integer> places = columns;
        for (Step step : steps) {
            String key = key(values, places);
            if (key == null) {
                return null;
            }
            String text = step.alias() + key;
            @Nullable Object[] parent = row.parents().remembered(step.parent(), text);
            if (parent == null) {
                throw new OrphanException(step.parent(), text);
            }
            values = parent;
            places = step.remembered();
        }
        return values[places.getFirst()];
    }

    /** A key as text, its columns joined by a comma as in {@link Layout#primaryKey}; null when one of them is. */
    static @Nullable String key(@Nullable Object[] values, List<Integer> places) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            Object value = values[places.get(i)];
            if (value == null) {
                return null;
            }
            key.append(i == 0 ? "" : ",").append(ColumnType.text(value));
        }
        return key.toString();
    }
}
