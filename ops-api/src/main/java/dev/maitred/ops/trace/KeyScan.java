package dev.maitred.ops.trace;

import dev.maitred.contract.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for keys in logs that have no index, from their ends backwards: what is newest is found first, however long the log is.
 *
 * <p>One consumer, used by one thread.
 */
final class KeyScan implements AutoCloseable {

    /** Offsets that are read at a time, from below to above; twice as many the next time. */
    private static final long FIRST_WINDOW = 20_000;

    private static final long LARGEST_WINDOW = 320_000;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;

    KeyScan(String bootstrap) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        5,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 * 1024 * 1024,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(PATIENCE.toMillis())),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** How far back a search went. */
    enum Reach {
        TO_THE_BEGINNING,
        UNTIL_ENOUGH,
        UNTIL_TIME_WAS_UP
    }

    /** @param records the newest of each partition first */
    record Looked(List<ConsumerRecord<byte[], byte @Nullable []>> records, Reach reach) {}

    /** What is told of every record that is met, wanted or not; the newest windows first. */
    interface Passer {
        void passed(ConsumerRecord<byte[], byte @Nullable []> record);
    }

    /**
     * Looks through partitions of a topic.
     *
     * @param enough told all that is found, after each window: whether to stop
     * @param deadlineNanos as {@link System#nanoTime()}
     */
    Looked look(
            Topic<?, ?> topic,
            Collection<Integer> partitions,
            Predicate<byte[]> wanted,
            Predicate<List<ConsumerRecord<byte[], byte @Nullable []>>> enough,
            Passer passer,
            long deadlineNanos) {
        List<TopicPartition> left = new ArrayList<>();
        partitions.forEach(partition -> left.add(new TopicPartition(topic.name(), partition)));
        // What the consumer is told of a partition it keeps only of those that it reads.
        consumer.assign(left);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(left, PATIENCE);
        Map<TopicPartition, Long> above = new HashMap<>(consumer.endOffsets(left, PATIENCE));
        List<ConsumerRecord<byte[], byte @Nullable []>> found = new ArrayList<>();
        long window = FIRST_WINDOW;
        while (true) {
            left.removeIf(each -> above.getOrDefault(each, 0L) <= begins.getOrDefault(each, 0L));
            if (left.isEmpty()) {
                return new Looked(found, Reach.TO_THE_BEGINNING);
            }
            List<ConsumerRecord<byte[], byte @Nullable []>> here = new ArrayList<>();
            if (!window(left, begins, above, window, wanted, here, passer, deadlineNanos)) {
                found.addAll(here.reversed());
                return new Looked(found, Reach.UNTIL_TIME_WAS_UP);
            }
            found.addAll(here.reversed());
            if (enough.test(found)) {
                return new Looked(found, Reach.UNTIL_ENOUGH);
            }
            window = Math.min(window * 2, LARGEST_WINDOW);
        }
    }

    /** @return false when time was up before its end; then only whole partitions' windows would be told, so nothing is lost but age */
    private boolean window(
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> begins,
            Map<TopicPartition, Long> above,
            long size,
            Predicate<byte[]> wanted,
            List<ConsumerRecord<byte[], byte @Nullable []>> here,
            Passer passer,
            long deadlineNanos) {
        Map<TopicPartition, Long> until = new HashMap<>(above);
        consumer.assign(partitions);
        for (TopicPartition each : partitions) {
            long from = Math.max(begins.getOrDefault(each, 0L), until.getOrDefault(each, 0L) - size);
            consumer.seek(each, from);
            above.put(each, from);
        }
        List<TopicPartition> unread = new ArrayList<>(partitions);
        while (!unread.isEmpty()) {
            if (System.nanoTime() > deadlineNanos) {
                return false;
            }
            for (ConsumerRecord<byte[], byte @Nullable []> record : consumer.poll(POLL)) {
                TopicPartition its = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < until.getOrDefault(its, 0L)) {
                    passer.passed(record);
                    if (record.key() != null && wanted.test(record.key())) {
                        here.add(record);
                    }
                }
            }
            unread.removeIf(each -> consumer.position(each) >= until.getOrDefault(each, 0L));
            consumer.pause(
                    partitions.stream().filter(each -> !unread.contains(each)).toList());
        }
        consumer.resume(partitions);
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
