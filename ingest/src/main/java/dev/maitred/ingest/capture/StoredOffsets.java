package dev.maitred.ingest.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells the engine where to begin: at the end of the last source transaction that a Kafka transaction holds. Only the LSN is told,
 * without what Debezium would search or filter by, so the server resends exactly the transactions that commit later.
 *
 * <p>What the engine wants to store is what was published already, and kept no longer than the engine lives: it reads it back to
 * confirm it to PostgreSQL. The publisher stores the offset, in the same Kafka transaction as the changes.
 */
public final class StoredOffsets implements OffsetBackingStore {

    private static final Map<String, String> OFFSETS = new ConcurrentHashMap<>();

    private String capture = "";

    static void register(String capture, @Nullable Long lsn) {
        if (lsn == null) {
            OFFSETS.remove(capture);
        } else {
            OFFSETS.put(capture, "{\"lsn\":" + lsn + "}");
        }
    }

    @Override
    public void configure(WorkerConfig config) {
        capture = Objects.requireNonNull(config.originalsStrings().get(DirectQueue.CAPTURE));
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        String offset = OFFSETS.get(capture);
        if (offset != null) {
            keys.forEach(key -> found.put(key, ByteBuffer.wrap(offset.getBytes(StandardCharsets.UTF_8))));
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        values.values()
                .forEach(value -> OFFSETS.put(
                        capture,
                        StandardCharsets.UTF_8.decode(value.duplicate()).toString()));
        callback.onCompletion(null, null);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return Set.of();
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
