package dev.maitred.ingest.publish;

import dev.maitred.contract.Lsn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records that belong together.
 *
 * @param end up to where everything has been delivered once this is published; null when that is not known here
 * @param separable whether a Kafka transaction may end after it: not in the middle of a source transaction
 */
public record Portion(List<Outgoing> records, @Nullable Lsn end, boolean separable) {

    /** The last portion of a source transaction, or one that is whole by itself. */
    public static Portion whole(List<Outgoing> records, Lsn end) {
        return new Portion(records, end, true);
    }

    /** A portion of a source transaction that has not ended. */
    public static Portion partOfTransaction(List<Outgoing> records) {
        return new Portion(records, null, false);
    }

    /** Rows of a snapshot: after a crash the snapshot is read anew, so they need not be kept together, and no offset follows them. */
    public static Portion ofSnapshot(List<Outgoing> records) {
        return new Portion(records, null, true);
    }
}
