package dev.maitred.packs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a pack's truth queries in the transaction that the connection is in, so that the caller chooses the snapshot. */
public final class Truth {

    private Truth() {}

    /**
     * The counts of one slot.
     *
     * @param venue as in {@code nightclub:7}
     * @param slot the row id of the slot, as text
     * @param counts by column name, in the order of the query
     */
    public record SlotCounts(String venue, String slot, Map<String, Long> counts) {

        /**
         * One count.
         *
         * @throws IllegalArgumentException when the query has no such column
         */
        public long count(String column) {
            Long value = counts.get(column);
            if (value == null) {
                throw new IllegalArgumentException(
                        "The truth query has no column " + column + ", only " + counts.keySet());
            }
            return value;
        }
    }

    /**
     * How many items of a queue are in one state.
     *
     * @param queue as in {@code nightclub:outbox}
     * @param topic the group within the queue
     * @param state waiting, delayed, running, done or dead
     * @param depth items
     */
    public record QueueDepth(String queue, String topic, String state, long depth) {}

    /** The counts of all slots at an instant, in the order of the query. */
    public static List<SlotCounts> slots(Connection connection, SourcePack pack, Instant now) throws SQLException {
        setNow(connection, now);
        List<SlotCounts> slots = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(pack.truthSql());
                ResultSet rows = statement.executeQuery()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                Map<String, Long> counts = LinkedHashMap.newLinkedHashMap(columns);
                for (int i = 3; i <= columns; i++) {
                    counts.put(rows.getMetaData().getColumnName(i), rows.getLong(i));
                }
                slots.add(new SlotCounts(rows.getString("venue"), rows.getString("slot"), counts));
            }
        }
        return slots;
    }

    /** The depths of all queues at an instant, in the order of the query. */
    public static List<QueueDepth> queues(Connection connection, SourcePack pack, Instant now) throws SQLException {
        setNow(connection, now);
        List<QueueDepth> depths = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(pack.queueTruthSql());
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                depths.add(new QueueDepth(
                        rows.getString("queue"),
                        rows.getString("topic"),
                        rows.getString("state"),
                        rows.getLong("depth")));
            }
        }
        return depths;
    }

    private static void setNow(Connection connection, Instant now) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('maitred.now', ?, false)")) {
            statement.setString(1, now.toString());
            statement.execute();
        }
    }
}
