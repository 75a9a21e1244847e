package dev.maitred.ingest.change;

import dev.maitred.mapping.catalogue.TableName;
import java.util.List;

/**
 * What another mapping says otherwise of one table.
 *
 * @param rules the rules that are new, gone or say something else; empty when only what is read of it for others differs
 */
public record TableChange(
        TableName table, Kind kind, List<String> rules, List<String> columnsAdded, List<String> columnsRemoved) {

    /** What happens to the table. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** For people: {@code bookings changed: rule bookings; + gone}. */
    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(table.shortName() + " " + kind.name().toLowerCase(java.util.Locale.ROOT));
        if (kind == Kind.CHANGED) {
            text.append(rules.isEmpty() ? ": what others look up of it" : ": rule " + String.join(", ", rules));
        }
        if (!columnsAdded.isEmpty()) {
            text.append("; columns + ").append(String.join(", ", columnsAdded));
        }
        if (!columnsRemoved.isEmpty()) {
            text.append("; columns - ").append(String.join(", ", columnsRemoved));
        }
        return text.toString();
    }
}
