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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * All boards, held in this process. One thread writes, any number read. What comes is seen from its watermark on, so that a board is
 * never newer than its answer says, and a venue's boards are all of one moment.
 */
public final class BoardReplica implements Boards, Replica.Content {

    private final Watermarks watermarks;
    private final Map<String, byte[]> venues = new ConcurrentHashMap<>();
    private final Map<String, Map<String, BoardEntry>> boards = new ConcurrentHashMap<>();
    private final Map<Part, Pending> sinceWatermark = new HashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private record Part(int partition, String source) {}

    /** What has come since the last watermark; null where something is no more. */
    private record Pending(Map<String, byte @Nullable []> venues, Map<String, @Nullable BoardEntry> boards) {

        static final Pending NOTHING = new Pending(Map.of(), Map.of());

        Pending() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    public BoardReplica(Watermarks watermarks) {
        this.watermarks = watermarks;
    }

    /** Told by the replica's thread: it must not wait. */
    public interface Listener {

        /**
         * Everything that changed up to a watermark.
         *
         * @param anew commits between the watermark before and this one were not told one by one
         * @param changed boards by key; null where one is no more
         */
        void changed(
                int partition,
                String source,
                AsOf asOf,
                boolean anew,
                Map<String, @Nullable BoardEntry> changed,
                Replica.Travelled travelled);

        /** From now on a partition answers, with what it holds already. */
        default void caughtUp(int partition) {}
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
        Pending pending =
                sinceWatermark.computeIfAbsent(new Part(partition, Fold.sourceOf(venue)), any -> new Pending());
        if (BoardKeys.isVenue(key)) {
            pending.venues().put(venue, value);
            return;
        }
        if (value == null) {
            pending.boards().put(key, null);
            return;
        }
        BoardEntry entry = new BoardEntry(key, value, BoardDetails.of(details));
        BoardEntry before =
                pending.boards().containsKey(key) ? pending.boards().get(key) : board(venue, BoardKeys.slotOf(key));
        // A predecessor's last breath can come after its successor's first.
        if (before == null || !entry.isOlderThan(before)) {
            pending.boards().put(key, entry);
        }
    }

    @Override
    public void watermark(int partition, String source, BoardWatermark watermark, Replica.Travelled travelled) {
        Part part = new Part(partition, source);
        Pending pending = sinceWatermark.getOrDefault(part, Pending.NOTHING);
        AsOf asOf = new AsOf(watermark.lsn(), watermark.clockMicros());
        watermarks.advance(source, partition, asOf, () -> show(pending));
        for (Listener listener : listeners) {
            listener.changed(partition, source, asOf, watermark.anew(), pending.boards(), travelled);
        }
        // Last: when telling somebody fails, this watermark comes again, and all are told all of it.
        sinceWatermark.remove(part);
    }

    @Override
    public void caughtUp(int partition) {
        watermarks.open(partition);
        listeners.forEach(listener -> listener.caughtUp(partition));
    }

    private void show(Pending pending) {
        pending.venues().forEach((venue, value) -> {
            if (value == null) {
                venues.remove(venue);
            } else {
                venues.put(venue, value);
            }
        });
        pending.boards().forEach((key, entry) -> {
            Map<String, BoardEntry> its =
                    boards.computeIfAbsent(BoardKeys.venueOf(key), any -> new ConcurrentHashMap<>());
            if (entry == null) {
                its.remove(BoardKeys.slotOf(key));
            } else {
                its.put(BoardKeys.slotOf(key), entry);
            }
        });
    }

    @Override
    public Listing venues(@Nullable String source) {
        Set<String> sources = watermarks.chosen(source, false);
        AsOf asOf = null;
        int answering = 0;
        for (String each : sources) {
            AsOf its = watermarks.least(each);
            asOf = asOf == null ? its : asOf.least(its);
            answering += watermarks.answering(each);
        }
        // After their position: a list may be newer than it says, never older.
        List<byte[]> values = new ArrayList<>();
        new TreeMap<>(venues).forEach((venue, value) -> {
            if (source == null || Fold.sourceOf(venue).equals(source)) {
                values.add(value);
            }
        });
        return new Listing(
                values,
                asOf == null ? AsOf.NOTHING : asOf,
                new Partitions(answering, sources.size() * Topics.PARTITIONS));
    }

    @Override
    public Optional<Listing> slots(String venue, long fromMicros, long toMicros) {
        return watermarks.together(Topics.partitionOf(venue), () -> slotsNow(venue, fromMicros, toMicros));
    }

    private Optional<Listing> slotsNow(String venue, long fromMicros, long toMicros) {
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
    public Reading read(String venue, String slot) {
        return watermarks.together(Topics.partitionOf(venue), () -> new Reading(board(venue, slot), asOf(venue)));
    }

    private @Nullable BoardEntry board(String venue, String slot) {
        Map<String, BoardEntry> its = boards.get(venue);
        return its == null ? null : its.get(slot);
    }

    @Override
    public boolean mayCome(String venue) {
        return watermarks.mayCome(Fold.sourceOf(venue), Topics.partitionOf(venue));
    }

    /** Every board of a source in a partition, by key; to be read {@link Watermarks#together together} with its watermark. */
    public Map<String, BoardEntry> of(String source, int partition) {
        Map<String, BoardEntry> all = new TreeMap<>();
        boards.forEach((venue, its) -> {
            if (Topics.partitionOf(venue) == partition && Fold.sourceOf(venue).equals(source)) {
                its.values().forEach(entry -> all.put(entry.key(), entry));
            }
        });
        return all;
    }

    private AsOf asOf(String venue) {
        return watermarks.at(Fold.sourceOf(venue), Topics.partitionOf(venue));
    }

    @Override
    public AsOf await(String venue, Lsn lsn, Duration patience) throws InterruptedException {
        return watermarks.await(Fold.sourceOf(venue), Topics.partitionOf(venue), lsn, patience);
    }

    @Override
    public AsOf awaitAll(@Nullable String source, Lsn lsn, Duration patience) throws InterruptedException {
        return watermarks.awaitAll(watermarks.chosen(source, true).iterator().next(), lsn, patience);
    }
}
