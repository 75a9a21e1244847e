package dev.maitred.ops.queues;

import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope.Partitions;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.Boards.Listing;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All queue boards, held in this process. */
public final class QueueReplica implements Replica.Content {

    private final Watermarks watermarks;
    private final Map<String, byte[]> queues = new ConcurrentHashMap<>();
    private final Map<Integer, Set<String>> sinceWatermark = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public QueueReplica(Watermarks watermarks) {
        this.watermarks = watermarks;
    }

    /** Told by the replica's thread: it must not wait. */
    public interface Listener {
        void changed(String queue, byte[] value, AsOf asOf);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void put(int partition, String key, byte @Nullable [] value, byte[] details) {
        if (value == null) {
            queues.remove(key);
        } else {
            queues.put(key, value);
            sinceWatermark
                    .computeIfAbsent(partition, any -> new LinkedHashSet<>())
                    .add(key);
        }
    }

    @Override
    public void watermark(int partition, String source, BoardWatermark watermark, Replica.Travelled travelled) {
        Set<String> changed = sinceWatermark.get(partition);
        if (changed != null) {
            AsOf asOf = new AsOf(watermark.lsn(), watermark.clockMicros());
            changed.forEach(queue -> {
                byte[] value = queues.get(queue);
                if (value != null) {
                    listeners.forEach(listener -> listener.changed(queue, value, asOf));
                }
            });
            // Last: when telling somebody fails, this watermark comes again, and all are told all of it.
            sinceWatermark.remove(partition);
        }
    }

    public byte @Nullable [] queue(String queue) {
        return queues.get(queue);
    }

    public AsOf asOf(String queue) {
        return watermarks.at(Fold.sourceOf(queue), Topics.partitionOf(queue));
    }

    public Listing all() {
        AsOf asOf = null;
        int answering = 0;
        for (String queue : queues.keySet()) {
            AsOf its = asOf(queue);
            asOf = asOf == null ? its : asOf.least(its);
        }
        for (String source : watermarks.sources()) {
            answering += watermarks.answering(source);
        }
        return new Listing(
                new ArrayList<>(new TreeMap<>(queues).values()),
                asOf == null ? AsOf.NOTHING : asOf,
                new Partitions(answering, watermarks.sources().size() * Topics.PARTITIONS));
    }
}
