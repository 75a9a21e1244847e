package dev.maitred.ingest.publish;

import dev.maitred.contract.Lsn;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Records that belong together.
 *
 * @param end up to where everything has been delivered once this is published; null when that is not known here
 * @param separable whether a Kafka transaction may end after it: not in the middle of a source transaction
 * @param sent completed when everything before it has been sent; null: nobody asks
 */
public record Portion(
        List<Outgoing> records,
        @Nullable Lsn end,
        boolean separable,
        @Nullable CompletableFuture<@Nullable Void> sent) {

    /** The last portion of a source transaction, or one that is whole by itself. */
    public static Portion whole(List<Outgoing> records, Lsn end) {
        return new Portion(records, end, true, null);
    }

    /** A portion of a source transaction that has not ended. */
    public static Portion partOfTransaction(List<Outgoing> records) {
        return new Portion(records, null, false, null);
    }

    /** Rows of a snapshot: after a crash the snapshot is read anew, so they need not be kept together, and no offset follows them. */
    public static Portion ofSnapshot(List<Outgoing> records) {
        return new Portion(records, null, true, null);
    }

    /** Nothing to write: it asks to be told when the log holds everything before it, committed or not. More has to follow it. */
    static Portion question(CompletableFuture<@Nullable Void> sent) {
        return new Portion(List.of(), null, false, sent);
    }
}
