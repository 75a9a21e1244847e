package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;

/** Everything up to this LSN of this source has been written to this partition, and the source's clock said this. Fields as in the message of the same name. */
public record Watermark(String source, int incarnation, Lsn lsn, long clockMicros) implements Change {

    @Override
    public Entity entity() {
        return Entity.WATERMARK;
    }
}
