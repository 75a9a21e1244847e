package dev.maitred.streams.topology;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.queue.QueueFold;
import dev.maitred.streams.venue.BoardKeys;
import dev.maitred.streams.venue.VenueFold;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The whole graph: each change log is folded in one hop, and what it becomes is published in the partition that it came from.
 *
 * <pre>
 * maitred.venue.changes --> venue-fold (venues) --> maitred.boards
 * maitred.queue.changes --> queue-fold (queues) --> maitred.queues
 * </pre>
 */
public final class MaitredTopology implements Supplier<Topology> {

    private final ReplayGate gate;
    private final FoldCounters counters;

    public MaitredTopology(ReplayGate gate, FoldCounters counters) {
        this.gate = gate;
        this.counters = counters;
    }

    @Override
    public Topology get() {
        Topology topology = new Topology();
        hop(
                topology,
                "venue",
                Topics.VENUE_CHANGES,
                Stores.VENUES,
                VenueFold::new,
                Topics.BOARDS,
                MaitredTopology::boardPartition);
        hop(
                topology,
                "queue",
                Topics.QUEUE_CHANGES,
                Stores.QUEUES,
                QueueFold::new,
                Topics.QUEUES,
                MaitredTopology::queuePartition);
        return topology;
    }

    private void hop(
            Topology topology,
            String name,
            Topic<ChangeKey, Change> from,
            String store,
            Supplier<Fold> fold,
            Topic<String, byte[]> to,
            ToIntFunction<String> partitionOf) {
        topology.addSource(name + "-changes", new ByteArrayDeserializer(), new ByteArrayDeserializer(), from.name());
        topology.addProcessor(name + "-fold", processor(from, store, fold), name + "-changes");
        topology.addSink(
                name + "-boards",
                to.name(),
                new StringSerializer(),
                new ByteArraySerializer(),
                (topic, key, value, partitions) -> Optional.of(Set.of(partitionOf.applyAsInt((String) key))),
                name + "-fold");
    }

    static int boardPartition(String key) {
        return BoardKeys.isWatermark(key) ? saidBy(key) : Topics.partitionOf(BoardKeys.venueOf(key));
    }

    static int queuePartition(String key) {
        return BoardKeys.isWatermark(key) ? saidBy(key) : Topics.partitionOf(key);
    }

    /** A watermark says its partition itself. */
    private static int saidBy(String watermark) {
        return Integer.parseInt(watermark.substring(watermark.lastIndexOf('/') + 1));
    }

    /** Watermarks and marks are in every change log. */
    private static boolean belongs(Entity entity, Topic<ChangeKey, Change> changes) {
        return entity == Entity.WATERMARK
                || entity == Entity.MARK
                || Topics.changesOf(entity).name().equals(changes.name());
    }

    private ProcessorSupplier<byte[], byte @Nullable [], String, byte @Nullable []> processor(
            Topic<ChangeKey, Change> from, String store, Supplier<Fold> fold) {
        StoreBuilder<?> builder = org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        FoldStore.supplier(store, fold), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingEnabled(Map.of("min.compaction.lag.ms", "0", "segment.bytes", "67108864"))
                .withCachingDisabled();
        return new ProcessorSupplier<>() {
            @Override
            public Processor<byte[], byte @Nullable [], String, byte @Nullable []> get() {
                return new FoldProcessor(store, entity -> belongs(entity, from), gate, counters);
            }

            @Override
            public Set<StoreBuilder<?>> stores() {
                return Set.of(builder);
            }
        };
    }
}
