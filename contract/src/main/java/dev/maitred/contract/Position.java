package dev.maitred.contract;

import java.nio.ByteBuffer;

/**
 * Where a change stands in its source's history: a total order that survives replays.
 *
 * @param incarnation rises when the database behind the source is not the one known (system identifier, timeline, replication slot)
 * @param previousEnd P: the end of the last commit delivered before the change's transaction
 * @param index i: the row's place in its transaction, from 1, counted before mapping; 0 for rows that a snapshot or resync read
 */
public record Position(int incarnation, Lsn previousEnd, int index) implements Comparable<Position> {

    public static final int BYTES = Integer.BYTES + Long.BYTES + Integer.BYTES;

    /** Before every position. */
    public static final Position NONE = new Position(0, Lsn.ZERO, 0);

    public static Position of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Position(buffer.getInt(), new Lsn(buffer.getLong()), buffer.getInt());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putInt(incarnation)
                .putLong(previousEnd.value())
                .putInt(index)
                .array();
    }

    public boolean isAfter(Position other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(Position other) {
        int byIncarnation = Integer.compare(incarnation, other.incarnation);
        if (byIncarnation != 0) {
            return byIncarnation;
        }
        int byCommit = previousEnd.compareTo(other.previousEnd);
        return byCommit != 0 ? byCommit : Integer.compare(index, other.index);
    }

    /** As in {@code 1:0/1A2B3C:4}. */
    @Override
    public String toString() {
        return incarnation + ":" + previousEnd + ":" + index;
    }

    /** @throws IllegalArgumentException when the text is not of the form of {@link #toString()} */
    public static Position parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length == 3) {
            try {
                return new Position(Integer.parseInt(parts[0]), Lsn.parse(parts[1]), Integer.parseInt(parts[2]));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("Expected a position like 1:0/1A2B3C:4, found \"" + text + "\"", e);
            }
        }
        throw new IllegalArgumentException("Expected a position like 1:0/1A2B3C:4, found \"" + text + "\"");
    }
}
