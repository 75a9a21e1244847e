package dev.maitred.batch.landing;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The change logs in Kafka, cut into pieces and read. Sees committed records only. Used by one thread. */
final class ChangeLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> logs = new ArrayList<>();
    private final String bootstrap;

    /** What is told of every record; false: no more of its log partition. */
    interface Visitor {
        boolean visit(Piece piece, ConsumerRecord<byte[], byte[]> record);
    }

    ChangeLog(String bootstrap, List<? extends Topic<?, ?>> topics) {
        this.bootstrap = bootstrap;
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "maitred-landing");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 10_000);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 << 20);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        // An answer without records is an answer: a fetch that waits at the log's end would hold up the next hour.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 30_000);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (Topic<?, ?> topic : topics) {
            logs.addAll(partitions(topic));
        }
        // All assigned from the start, each somewhere: the consumer keeps what it learns only of such partitions.
        consumer.assign(logs);
        consumer.pause(logs);
        logs.forEach(log -> consumer.seek(log, 0));
    }

    private List<TopicPartition> partitions(Topic<?, ?> topic) {
        int expected = Topics.partitions(topic);
        int found;
        try {
            var partitions = consumer.partitionsFor(topic.name());
            found = partitions == null ? 0 : partitions.size();
        } catch (KafkaException e) {
            consumer.close();
            throw new LandingException(
                    "Kafka does not answer at " + bootstrap + ": " + e.getMessage()
                            + ". Start it, or correct the address; landing goes on where it stood.",
                    e);
        }
        if (found != expected) {
            consumer.close();
            throw new LandingException(
                    "Expected the topic " + topic.name() + " with " + expected + " partitions at " + bootstrap
                            + ", found " + found + ". Ingest creates it: start that first.",
                    null);
        }
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < expected; i++) {
            partitions.add(new TopicPartition(topic.name(), i));
        }
        return partitions;
    }

    List<TopicPartition> partitions() {
        return List.copyOf(logs);
    }

    /** The offset after the last committed record, by log partition. */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> of) {
        return consumer.endOffsets(of);
    }

    /**
     * Everything from where the landing stands to the ends given, in pieces.
     *
     * @param standing the last piece landed of each log partition, where there is one
     */
    List<Piece> pieces(Map<TopicPartition, Piece> standing, Map<TopicPartition, Long> ends) {
        List<Piece> found = new ArrayList<>();
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Piece> open = new HashMap<>();
        ends.keySet().forEach(log -> {
            Piece last = standing.get(log);
            if (last != null && !last.closed()) {
                open.put(log, last);
            } else {
                from.put(log, last == null ? 0L : hourAfter(last.hour()).toEpochMilli());
            }
        });
        while (!from.isEmpty() || !open.isEmpty()) {
            starts(from, ends, open);
            from.clear();
            Map<TopicPartition, Long> boundaries = new HashMap<>();
            open.forEach(
                    (log, piece) -> boundaries.put(log, hourAfter(piece.hour()).toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> next =
                    boundaries.isEmpty() ? Map.of() : consumer.offsetsForTimes(boundaries);
            open.forEach((log, piece) -> {
                long end = Objects.requireNonNull(ends.get(log));
                OffsetAndTimestamp boundary = next.get(log);
                if (boundary != null && boundary.offset() < end) {
                    found.add(new Piece(log, piece.hour(), piece.firstOffset(), boundary.offset(), true));
                    from.put(log, hourAfter(piece.hour()).toEpochMilli());
                } else {
                    found.add(new Piece(
                            log, piece.hour(), piece.firstOffset(), Math.max(end, piece.firstOffset()), false));
                }
            });
            open.clear();
        }
        return found;
    }

    private void starts(
            Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends, Map<TopicPartition, Piece> open) {
        if (from.isEmpty()) {
            return;
        }
        consumer.offsetsForTimes(from).forEach((log, start) -> {
            if (start != null && start.offset() < Objects.requireNonNull(ends.get(log))) {
                Instant hour = Instant.ofEpochMilli(start.timestamp()).truncatedTo(ChronoUnit.HOURS);
                open.put(log, new Piece(log, hour, start.offset(), start.offset(), false));
            }
        });
    }

    private static Instant hourAfter(Instant hour) {
        return hour.plus(1, ChronoUnit.HOURS);
    }

    /** Reads pieces of different log partitions side by side, each until its visitor has enough. */
    void read(Collection<Piece> pieces, Visitor visitor) {
        Map<TopicPartition, Piece> open = new HashMap<>();
        pieces.stream()
                .filter(piece -> piece.nextOffset() > piece.firstOffset())
                .forEach(piece -> open.put(piece.log(), piece));
        open.forEach((log, piece) -> consumer.seek(log, piece.firstOffset()));
        consumer.resume(open.keySet());
        long deadline = System.nanoTime() + SILENCE.toNanos();
        while (!open.isEmpty()) {
            var records = consumer.poll(POLL);
            for (TopicPartition log : records.partitions()) {
                Piece piece = open.get(log);
                if (piece != null && !visit(piece, records.records(log), visitor)) {
                    open.remove(log);
                }
            }
            // Transaction markers at the end take offsets and bring no record.
            open.entrySet()
                    .removeIf(entry -> consumer.position(entry.getKey())
                                    >= entry.getValue().nextOffset()
                            && consumer.currentLag(entry.getKey()).orElse(1) == 0);
            consumer.pause(logs.stream().filter(log -> !open.containsKey(log)).toList());
            if (!records.isEmpty()) {
                deadline = System.nanoTime() + SILENCE.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new LandingException(
                        "Kafka at " + bootstrap + " sent nothing of " + open.values()
                                + " for " + SILENCE.toSeconds()
                                + " s. Landing goes on where it stood when it is started again.",
                        null);
            }
        }
    }

    private static boolean visit(Piece piece, List<ConsumerRecord<byte[], byte[]>> records, Visitor visitor) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (!visitor.visit(piece, record)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
