package dev.maitred.ingest.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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

    private @Nullable Life life;

    @Override
    public void configure(WorkerConfig config) {
        life = Life.of(config.originals());
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        byte[] offset = Objects.requireNonNull(life).offset().getBytes(StandardCharsets.UTF_8);
        Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
        keys.forEach(key -> found.put(key, ByteBuffer.wrap(offset)));
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        Life its = Objects.requireNonNull(life);
        values.values()
                .forEach(value -> its.offset(
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
