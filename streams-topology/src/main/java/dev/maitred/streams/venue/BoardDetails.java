package dev.maitred.streams.venue;

import dev.maitred.contract.Position;
import java.nio.ByteBuffer;

/**
 * What a replica needs to know of a published board without reading it; travels as a header.
 *
 * @param position of the newest change in it
 * @param timerMicros the newest instant at which something of it ended by itself
 * @param startsAtMicros of the slot
 * @param unitsFrom where in the JSON the free units begin, with the comma before them
 * @param unitsTo where they end
 */
public record BoardDetails(Position position, long timerMicros, long startsAtMicros, int unitsFrom, int unitsTo) {

    public static BoardDetails of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte[] position = new byte[Position.BYTES];
        buffer.get(position);
        return new BoardDetails(
                Position.of(position), buffer.getLong(), buffer.getLong(), buffer.getInt(), buffer.getInt());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(Position.BYTES + 2 * Long.BYTES + 2 * Integer.BYTES)
                .put(position.bytes())
                .putLong(timerMicros)
                .putLong(startsAtMicros)
                .putInt(unitsFrom)
                .putInt(unitsTo)
                .array();
    }
}
