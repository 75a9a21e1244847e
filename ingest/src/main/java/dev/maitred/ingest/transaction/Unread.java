package dev.maitred.ingest.transaction;

import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.ingest.publish.StoredUnread;
import dev.maitred.mapping.catalogue.TableName;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tables that are to be read again by themselves, until they have been; through restarts. */
final class Unread {

    private final String source;
    private final TreeSet<TableName> tables = new TreeSet<>();

    Unread(String source) {
        this.source = source;
    }

    /** @return the record that keeps them, which goes with the change itself; null: they are kept already */
    @Nullable
    Outgoing add(Set<TableName> more) {
        return tables.addAll(more) ? StoredUnread.record(source, tables) : null;
    }

    boolean isNone() {
        return tables.isEmpty();
    }

    /** @return the record that says so */
    Outgoing none() {
        tables.clear();
        return StoredUnread.record(source, tables);
    }
}
