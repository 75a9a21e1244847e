package dev.maitred.contract;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/**
 * A Kafka topic with the types of its records.
 *
 * @param retention how its records end
 */
public record Topic<K, V>(String name, Serde<K> key, Serde<V> value, Retention retention) {

    /** The largest batch of records that a topic takes, in bytes; whoever writes one tells its producer. */
    public static final int LARGEST_BATCH = 8 * 1024 * 1024;

    /** The largest value that anybody may write, in bytes: well below a batch, so that key and headers fit beside it. */
    public static final int LARGEST_VALUE = 1024 * 1024;

    /** How the records of a topic end. */
    public sealed interface Retention {
        /** The last record of each key stays; older ones go once this time has passed. */
        record Compacted(Duration after) implements Retention {}

        /** Every record goes after this time. */
        record ByTime(Duration after) implements Retention {}
    }

    /** The topic's settings as Kafka names them. */
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        switch (retention) {
            case Retention.Compacted(Duration after) -> {
                settings.put("cleanup.policy", "compact");
                settings.put("min.compaction.lag.ms", Long.toString(after.toMillis()));
                // A reader that was away for less than this still meets every tombstone.
                settings.put(
                        "delete.retention.ms",
                        Long.toString(
                                Math.max(after.toMillis(), Duration.ofDays(1).toMillis())));
            }
            case Retention.ByTime(Duration after) -> {
                settings.put("cleanup.policy", "delete");
                settings.put("retention.ms", Long.toString(after.toMillis()));
            }
        }
        settings.put("segment.bytes", Integer.toString(64 * 1024 * 1024));
        settings.put("max.message.bytes", Integer.toString(LARGEST_BATCH));
        return settings;
    }
}
