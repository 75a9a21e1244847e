package dev.maitred.ingest.change;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Where a record stands: what belongs to no venue stands in every partition under one key.
 *
 * @param log by its number among those that a mapping decides what is in
 */
record Place(int log, int partition, byte[] key) {

    /** The change logs, and what is remembered of rows. */
    private static final List<String> LOGS = List.of(
            Topics.VENUE_CHANGES.name(),
            Topics.QUEUE_CHANGES.name(),
            Topics.DOCUMENT_CHANGES.name(),
            Topics.ACTIVITY_CHANGES.name(),
            Topics.INGEST_ROWS.name());

    static Place of(String topic, int partition, byte[] key) {
        return new Place(LOGS.indexOf(topic), partition, key);
    }

    static Place of(byte[] bytes) {
        return new Place(bytes[0], bytes[1], Arrays.copyOfRange(bytes, 2, bytes.length));
    }

    static List<String> logs(java.util.Set<Topic<?, ?>> changes) {
        List<String> logs =
                new java.util.ArrayList<>(changes.stream().map(Topic::name).toList());
        logs.add(Topics.INGEST_ROWS.name());
        return logs;
    }

    String topic() {
        return LOGS.get(log);
    }

    boolean isOfMemory() {
        return topic().equals(Topics.INGEST_ROWS.name());
    }

    String keyText() {
        return new String(key, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        byte[] bytes = new byte[key.length + 2];
        bytes[0] = (byte) log;
        bytes[1] = (byte) partition;
        System.arraycopy(key, 0, bytes, 2, key.length);
        return bytes;
    }
}
