package dev.maitred.contract;

import dev.maitred.contract.change.Change;
import dev.maitred.contract.wire.ChangeHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One record of a change log.
 *
 * @param change null: the row is gone
 */
public record ChangeRecord(ChangeKey key, @Nullable Change change, ChangeHeaders headers) {

    public Position position() {
        return headers.position();
    }
}
