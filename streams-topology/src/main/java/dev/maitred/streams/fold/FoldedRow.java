package dev.maitred.streams.fold;

import dev.maitred.contract.Position;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.wire.ChangeSerde;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The last known state of one row.
 *
 * @param change null: the row is gone; its position is remembered, so that what is older stays without effect
 */
public record FoldedRow(Position position, @Nullable Change change) {

    /** A position's bytes, then the change's; nothing after the position where the row is gone. */
    public byte[] bytes() {
        byte[] value = change == null ? new byte[0] : ChangeSerde.encode(change);
        return ByteBuffer.allocate(Position.BYTES + value.length)
                .put(position.bytes())
                .put(value)
                .array();
    }

    public static FoldedRow of(byte[] bytes) {
        byte[] position = java.util.Arrays.copyOf(bytes, Position.BYTES);
        byte[] value = java.util.Arrays.copyOfRange(bytes, Position.BYTES, bytes.length);
        return new FoldedRow(Position.of(position), value.length == 0 ? null : ChangeSerde.decode(value));
    }
}
