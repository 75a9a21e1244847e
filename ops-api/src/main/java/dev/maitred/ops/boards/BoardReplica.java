package dev.maitred.ops.boards;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope.Partitions;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.venue.BoardDetails;
import dev.maitred.streams.venue.BoardKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** All boards, held in this process. One thread writes, any number read. */
public final class BoardReplica implements Boards, Replica.Content {

    private final Watermarks watermarks;
    private final Map<String, byte[]> venues = new ConcurrentHashMap<>();
    private final Map<String, Map<String, BoardEntry>> boards = new ConcurrentHashMap<>();
    private final Map<Integer, Map<String, @Nullable BoardEntry>> sinceWatermark = new LinkedHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public BoardReplica(Watermarks watermarks) {
        this.watermarks = watermarks;
    }

    /** Told by the replica's thread: it must not wait. */
    public interface Listener {

        /**
         * Everything that changed up to a watermark.
         *
         * @param changed boards by key; null where one is no more
         */
        void changed(
                int partition,
                String source,
                AsOf asOf,
                Map<String, @Nullable BoardEntry> changed,
                Replica.Travelled travelled);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    public void unlisten(Listener listener) {
        listeners.remove(listener);
    }

    @Override
    public void put(int partition, String key, byte @Nullable [] value, byte[] details) {
        String venue = BoardKeys.venueOf(key);
        if (BoardKeys.isVenue(key)) {
            if (value == null) {
                venues.remove(venue);
            } else {
                venues.put(venue, value);
            }
            return;
        }
        Map<String, BoardEntry> its = boards.computeIfAbsent(venue, any -> new ConcurrentHashMap<>());
        String slot = BoardKeys.slotOf(key);
        Map<String, @Nullable BoardEntry> changed =
                sinceWatermark.computeIfAbsent(partition, any -> new LinkedHashMap<>());
        if (value == null) {
            its.remove(slot);
            changed.put(key, null);
            return;
        }
        BoardEntry entry = new BoardEntry(key, value, BoardDetails.of(details));
        BoardEntry before = its.get(slot);
        // A predecessor's last breath can come after its successor's first.
        if (before == null || !entry.isOlderThan(before)) {
            its.put(slot, entry);
            changed.put(key, entry);
        }
    }

    @Override
    public void watermark(int partition, String source, BoardWatermark watermark, Replica.Travelled travelled) {
        Map<String, @Nullable BoardEntry> changed = sinceWatermark.get(partition);
        AsOf asOf = new AsOf(watermark.lsn(), watermark.clockMicros());
        for (Listener listener : listeners) {
            listener.changed(partition, source, asOf, changed == null ? Map.of() : changed, travelled);
        }
        // Last: when telling somebody fails, this watermark comes again, and all are told all of it.
        sinceWatermark.remove(partition);
    }

    @Override
    public Listing venues() {
        List<byte[]> values = new ArrayList<>(new TreeMap<>(venues).values());
        AsOf asOf = null;
        int answering = 0;
        for (String source : watermarks.sources()) {
            AsOf its = watermarks.least(source);
            asOf = asOf == null ? its : asOf.least(its);
            answering += watermarks.answering(source);
        }
        return new Listing(
                values,
                asOf == null ? AsOf.NOTHING : asOf,
                new Partitions(answering, watermarks.sources().size() * Topics.PARTITIONS));
    }

    @Override
    public Optional<Listing> slots(String venue, long fromMicros, long toMicros) {
        Map<String, BoardEntry> its = boards.get(venue);
        if (its == null && !venues.containsKey(venue)) {
            return Optional.empty();
        }
        List<byte[]> values = (its == null ? Map.<String, BoardEntry>of() : its)
                .values().stream()
                        .filter(entry -> entry.details().startsAtMicros() < toMicros
                                && entry.details().startsAtMicros() >= fromMicros)
                        .sorted(Comparator.comparingLong(
                                entry -> entry.details().startsAtMicros()))
                        .map(BoardEntry::summary)
                        .toList();
        AsOf asOf = asOf(venue);
        return Optional.of(new Listing(values, asOf, new Partitions(asOf.isKnown() ? 1 : 0, 1)));
    }

    @Override
    public Optional<BoardEntry> board(String venue, String slot) {
        Map<String, BoardEntry> its = boards.get(venue);
        return its == null ? Optional.empty() : Optional.ofNullable(its.get(slot));
    }

    /** Every board of a source, by key. */
    public Map<String, BoardEntry> ofSource(String source) {
        Map<String, BoardEntry> all = new TreeMap<>();
        boards.forEach((venue, its) -> {
            if (Fold.sourceOf(venue).equals(source)) {
                its.values().forEach(entry -> all.put(entry.key(), entry));
            }
        });
        return all;
    }

    @Override
    public AsOf asOf(String venue) {
        return watermarks.at(Fold.sourceOf(venue), Topics.partitionOf(venue));
    }

    @Override
    public AsOf await(String venue, Lsn lsn, Duration patience) throws InterruptedException {
        return watermarks.await(Fold.sourceOf(venue), Topics.partitionOf(venue), lsn, patience);
    }
}
