package dev.maitred.ops.queues;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope.Partitions;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.Boards.Listing;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All queue boards, held in this process. */
public final class QueueReplica implements Replica.Content {

    private final Watermarks watermarks;
    private final Map<String, byte[]> queues = new ConcurrentHashMap<>();
    private final Map<Part, Map<String, byte @Nullable []>> sinceWatermark = new HashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private record Part(int partition, String source) {}

    /**
     * A queue's board and what it is as of, both of one moment.
     *
     * @param board JSON; null: there is no such queue as of then
     */
    public record Reading(byte @Nullable [] board, AsOf asOf) {}

    public QueueReplica(Watermarks watermarks) {
        this.watermarks = watermarks;
    }

    /** Told by the replica's thread: it must not wait. */
    public interface Listener {
        void changed(String queue, byte[] value, AsOf asOf);

        /** From now on a partition answers for a source, with what it holds already; also that something is not there. */
        default void answers(int partition) {}
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    @Override
    public void put(int partition, String key, byte @Nullable [] value, byte[] details) {
        sinceWatermark
                .computeIfAbsent(new Part(partition, Fold.sourceOf(key)), any -> new LinkedHashMap<>())
                .put(key, value);
    }

    @Override
    public void watermark(int partition, String source, BoardWatermark watermark, Replica.Travelled travelled) {
        Part part = new Part(partition, source);
        Map<String, byte @Nullable []> changed = sinceWatermark.getOrDefault(part, Map.of());
        AsOf asOf = new AsOf(watermark.lsn(), watermark.clockMicros());
        boolean first = !watermarks.at(source, partition).isKnown();
        watermarks.advance(source, partition, asOf, () -> changed.forEach(this::show));
        changed.forEach((queue, value) -> {
            if (value != null) {
                listeners.forEach(listener -> listener.changed(queue, value, asOf));
            }
        });
        if (first) {
            listeners.forEach(listener -> listener.answers(partition));
        }
        // Last: when telling somebody fails, this watermark comes again, and all are told all of it.
        sinceWatermark.remove(part);
    }

    @Override
    public void caughtUp(int partition) {
        watermarks.open(partition);
        listeners.forEach(listener -> listener.answers(partition));
    }

    private void show(String queue, byte @Nullable [] value) {
        if (value == null) {
            queues.remove(queue);
        } else {
            queues.put(queue, value);
        }
    }

    public Reading read(String queue) {
        return watermarks.together(Topics.partitionOf(queue), () -> new Reading(queues.get(queue), asOf(queue)));
    }

    /** Whether it is too early to say that there is no such queue. */
    public boolean mayCome(String queue) {
        return watermarks.mayCome(Fold.sourceOf(queue), Topics.partitionOf(queue));
    }

    private AsOf asOf(String queue) {
        return watermarks.at(Fold.sourceOf(queue), Topics.partitionOf(queue));
    }

    /** Waits until a queue's answers are as of this LSN or later; returns where they stand then. */
    public AsOf await(String queue, Lsn lsn, Duration patience) throws InterruptedException {
        return watermarks.await(Fold.sourceOf(queue), Topics.partitionOf(queue), lsn, patience);
    }

    /**
     * Waits until all answers of a source are as of this LSN or later; returns where they stand then.
     *
     * @param source null: the only one there is
     */
    public AsOf awaitAll(@Nullable String source, Lsn lsn, Duration patience) throws InterruptedException {
        return watermarks.awaitAll(watermarks.chosen(source, true).iterator().next(), lsn, patience);
    }

    /**
     * Queues, each as JSON.
     *
     * @param source whose; null: all
     */
    public Listing all(@Nullable String source) {
        Set<String> sources = watermarks.chosen(source, false);
        AsOf asOf = null;
        int answering = 0;
        List<byte[]> values = new ArrayList<>();
        for (String queue : new TreeSet<>(queues.keySet())) {
            if (source == null || Fold.sourceOf(queue).equals(source)) {
                Reading reading = read(queue);
                if (reading.board() != null) {
                    values.add(reading.board());
                    asOf = asOf == null ? reading.asOf() : asOf.least(reading.asOf());
                }
            }
        }
        boolean empty = values.isEmpty();
        for (String each : sources) {
            answering += watermarks.answering(each);
            if (empty) {
                // That there is none is as of something, too.
                AsOf its = watermarks.least(each);
                asOf = asOf == null ? its : asOf.least(its);
            }
        }
        return new Listing(
                values,
                asOf == null ? AsOf.NOTHING : asOf,
                new Partitions(answering, sources.size() * Topics.PARTITIONS));
    }
}
