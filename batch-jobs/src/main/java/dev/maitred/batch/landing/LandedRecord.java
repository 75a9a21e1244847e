package dev.maitred.batch.landing;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.wire.ChangeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log on its way into the history.
 *
 * @param change null: the row is gone
 * @param transaction the end of its transaction, also where another record says it; null: not known
 */
record LandedRecord(
        Piece piece,
        long offset,
        long timestampMillis,
        ChangeKey key,
        @Nullable Change change,
        ChangeHeaders headers,
        @Nullable TransactionEnd transaction) {

    LandedRecord endingAt(TransactionEnd end) {
        return new LandedRecord(piece, offset, timestampMillis, key, change, headers, end);
    }

    /** The source that wrote it: the owner's prefix, or for a source's own marks their rule. */
    String source() {
        return source(key);
    }

    static String source(ChangeKey key) {
        String owner = key.owner();
        int colon = owner.indexOf(':');
        if (colon > 0) {
            return owner.substring(0, colon);
        }
        return owner.isEmpty() ? key.rule() : owner;
    }
}
