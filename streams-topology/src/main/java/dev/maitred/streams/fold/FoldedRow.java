package dev.maitred.streams.fold;

import dev.maitred.contract.Position;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.wire.ChangeSerde;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last known state of one row.
 *
 * @param change null: the row is gone; its position is remembered, so that what is older stays without effect
 * @param end present when the change was its transaction's last in this partition: kept with the row, so that whoever has the rows
 *     knows how far they go. On a mark: the clock when it came, since the rows that follow it may replace those that knew
 */
public record FoldedRow(
        Position position,
        @Nullable Change change,
        @Nullable TransactionEnd end) {

    private static final byte NO_END = 0;
    private static final byte WITH_END = 1;
    private static final int END_BYTES = 2 * Long.BYTES;
    private static final byte[] GONE = new byte[0];

    public FoldedRow(Position position, @Nullable Change change) {
        this(position, change, null);
    }

    /** A position's bytes, one byte that says whether an end follows, the end, then the change; nothing where the row is gone. */
    public byte[] bytes() {
        return bytes(change == null ? GONE : ChangeSerde.encode(change));
    }

    /** The same for a change whose bytes are at hand. */
    public byte[] bytes(byte @Nullable [] encodedChange) {
        byte[] value = encodedChange == null ? GONE : encodedChange;
        ByteBuffer buffer = ByteBuffer.allocate(Position.BYTES + 1 + (end == null ? 0 : END_BYTES) + value.length)
                .put(position.bytes())
                .put(end == null ? NO_END : WITH_END);
        if (end != null) {
            buffer.put(end.bytes());
        }
        return buffer.put(value).array();
    }

    public static FoldedRow of(byte[] bytes) {
        Position position = Position.of(bytes);
        int at = Position.BYTES;
        TransactionEnd end = null;
        if (bytes[at++] == WITH_END) {
            end = TransactionEnd.of(Arrays.copyOfRange(bytes, at, at + END_BYTES));
            at += END_BYTES;
        }
        Change change = at == bytes.length ? null : ChangeSerde.decode(Arrays.copyOfRange(bytes, at, bytes.length));
        return new FoldedRow(position, change, end);
    }
}
