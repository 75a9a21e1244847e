package dev.maitred.ingest.transaction;

import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.ingest.publish.StoredParents;
import dev.maitred.mapping.catalogue.TableName;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tables of which something that others look up was changed, until those others have been read again; through restarts. */
final class ChangedParents {

    private final String source;
    private final TreeSet<TableName> tables = new TreeSet<>();

    ChangedParents(String source) {
        this.source = source;
    }

    /** @return the record that keeps it, which goes with the change itself; null: it is kept already */
    @Nullable
    Outgoing add(TableName table) {
        return tables.add(table) ? StoredParents.record(source, tables) : null;
    }

    boolean isNone() {
        return tables.isEmpty();
    }

    /** @return the record that says so */
    Outgoing none() {
        tables.clear();
        return StoredParents.record(source, tables);
    }
}
