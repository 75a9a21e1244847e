package dev.maitred.ops.trace;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.KeyParts;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.ops.trace.KeyScan.Looked;
import dev.maitred.ops.trace.KeyScan.Reach;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a change log of one row under one rule.
 *
 * @param records the newest first
 * @param reached how far the source is in the partition that says it; null: nothing was met that tells
 */
record RowLog(
        Topic<?, ?> topic,
        Reach reach,
        Set<Integer> partitions,
        List<Standing> records,
        @Nullable Lsn reached) {

    /** As many of a row's last records are told. */
    private static final int MOST = 5;

    private static final byte[] WATERMARKS = ("/" + Entity.WATERMARK.text() + "/").getBytes(StandardCharsets.UTF_8);

    /**
     * One record.
     *
     * @param change null: a tombstone
     */
    record Standing(
            ChangeKey key,
            @Nullable Change change,
            ChangeHeaders headers,
            int partition,
            long offset,
            Instant appendedAt) {

        Position position() {
            return headers.position();
        }
    }

    /**
     * What stands of the row now: the last record of the key that has a value, else the last tombstone; null when there is none. A row
     * that changed its owner leaves a tombstone under the old owner's key, at the new value's position or, by a resync, after it.
     */
    @Nullable
    Standing newest() {
        return standing(records);
    }

    private static @Nullable Standing standing(List<Standing> newestFirst) {
        Map<ChangeKey, Standing> lasts = new LinkedHashMap<>();
        newestFirst.forEach(each -> lasts.putIfAbsent(each.key(), each));
        return lasts.values().stream()
                .filter(each -> each.change() != null)
                .findFirst()
                .orElse(newestFirst.isEmpty() ? null : newestFirst.getFirst());
    }

    /** The newest first; of those at one position the value before another owner's tombstone. */
    static List<Standing> newestFirst(List<Standing> records) {
        return records.stream()
                .sorted(Comparator.comparing(Standing::position)
                        .thenComparing(each -> each.change() != null)
                        .thenComparing(Standing::offset)
                        .reversed())
                .toList();
    }

    /** Only so many, and what stands among them. */
    static List<Standing> told(List<Standing> newestFirst) {
        List<Standing> told = new ArrayList<>(newestFirst.subList(0, Math.min(MOST, newestFirst.size())));
        Standing standing = standing(newestFirst);
        if (standing != null && !told.contains(standing)) {
            told.set(told.size() - 1, standing);
        }
        return List.copyOf(told);
    }

    /**
     * @param owners whose the row is or was, as far as is known; empty: it may be anybody's, and all partitions are looked through
     * @param deadlineNanos as {@link System#nanoTime()}
     */
    static RowLog read(
            KeyScan scan, String source, MappedRules.Written rule, String row, Set<String> owners, long deadlineNanos) {
        Topic<?, ?> topic = Topics.changesOf(rule.entity());
        Set<Integer> known = new TreeSet<>();
        for (String owner : owners) {
            boolean everywhere = new ChangeKey(owner, rule.entity(), rule.name(), row).isOfNoVenue();
            known.add(everywhere ? 0 : Topics.partitionOf(owner));
        }
        if (!known.isEmpty()) {
            RowLog found = read(scan, topic, source, rule, row, known, deadlineNanos);
            if (!found.records().isEmpty() || found.reach() == Reach.UNTIL_TIME_WAS_UP) {
                return found;
            }
        }
        Set<Integer> all =
                new TreeSet<>(IntStream.range(0, Topics.PARTITIONS).boxed().toList());
        return read(scan, topic, source, rule, row, all, deadlineNanos);
    }

    private static RowLog read(
            KeyScan scan,
            Topic<?, ?> topic,
            String source,
            MappedRules.Written rule,
            String row,
            Set<Integer> partitions,
            long deadlineNanos) {
        byte[] end = ("/" + rule.entity().text() + "/" + KeyParts.escaped(rule.name()) + "/" + KeyParts.escaped(row))
                .getBytes(StandardCharsets.UTF_8);
        byte[] begin = source.getBytes(StandardCharsets.UTF_8);
        Map<Integer, ConsumerRecord<byte[], byte @Nullable []>> lastEnds = new HashMap<>();
        boolean several = partitions.size() > 1;
        Looked looked = scan.look(
                topic,
                partitions,
                key -> endsWith(key, end) && isOf(begin, key),
                // A row that has moved stands in several: only the end of the search says which is its last.
                found -> !several && found.size() >= MOST,
                record -> noteEnd(source, begin, record, lastEnds),
                deadlineNanos);
        List<Standing> records =
                new ArrayList<>(looked.records().stream().map(RowLog::standing).toList());
        records.removeIf(each -> each.key().isOfNoVenue()
                && each.partition() != looked.records().getFirst().partition());
        List<Standing> told = told(newestFirst(records));
        Standing last = standing(told);
        int at = last == null ? -1 : last.partition();
        return new RowLog(topic, looked.reach(), partitions, told, reached(lastEnds, at, partitions.size()));
    }

    /** Where the row's own partition stands; without one the least of all, since the row may come in any. */
    private static @Nullable Lsn reached(
            Map<Integer, ConsumerRecord<byte[], byte @Nullable []>> ends, int partition, int partitions) {
        if (partition >= 0) {
            ConsumerRecord<byte[], byte @Nullable []> end = ends.get(partition);
            return end == null ? null : endOf(end);
        }
        return ends.size() < partitions
                ? null
                : ends.values().stream()
                        .map(RowLog::endOf)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }

    private static void noteEnd(
            String source,
            byte[] begin,
            ConsumerRecord<byte[], byte @Nullable []> record,
            Map<Integer, ConsumerRecord<byte[], byte @Nullable []>> lastEnds) {
        ConsumerRecord<byte[], byte @Nullable []> last = lastEnds.get(record.partition());
        if (record.key() == null || last != null && last.offset() > record.offset()) {
            return;
        }
        boolean watermark = startsWith(record.key(), WATERMARKS)
                && record.value() != null
                && ChangeKey.of(record.key()).rule().equals(source);
        // The header of a transaction's end; whole headers of every record that is passed would be dear.
        if (watermark || record.headers().lastHeader("e") != null && isOf(begin, record.key())) {
            lastEnds.put(record.partition(), record);
        }
    }

    private static Lsn endOf(ConsumerRecord<byte[], byte @Nullable []> record) {
        var end = ChangeHeaders.of(record.headers()).end();
        if (end != null) {
            return end.lsn();
        }
        byte[] value = record.value();
        return value != null && ChangeSerde.decode(value) instanceof Watermark mark ? mark.lsn() : Lsn.ZERO;
    }

    private static Standing standing(ConsumerRecord<byte[], byte @Nullable []> record) {
        byte[] value = record.value();
        return new Standing(
                ChangeKey.of(record.key()),
                value == null ? null : ChangeSerde.decode(value),
                ChangeHeaders.of(record.headers()),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()));
    }

    private static boolean endsWith(byte[] key, byte[] end) {
        return key.length > end.length
                && java.util.Arrays.equals(key, key.length - end.length, key.length, end, 0, end.length);
    }

    private static boolean startsWith(byte[] key, byte[] begin) {
        return key.length > begin.length && java.util.Arrays.equals(key, 0, begin.length, begin, 0, begin.length);
    }

    /** Owners begin with their source. */
    private static boolean isOf(byte[] source, byte[] key) {
        return startsWith(key, source) && (key[source.length] == ':' || key[source.length] == '/');
    }
}
