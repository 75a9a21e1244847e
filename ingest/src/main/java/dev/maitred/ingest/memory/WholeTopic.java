package dev.maitred.ingest.memory;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads topics from their beginning to the end that they have when the reading begins; a partition's records in order. */
final class WholeTopic {

    /** Milliseconds that the broker waits for more where a log ends: each partition's end is met once, and nobody wants more. */
    private static final int WAIT_AT_THE_END_MS = 5;

    private final Properties settings = new Properties();

    WholeTopic(String bootstrap, IsolationLevel isolation) {
        settings.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation.name().toLowerCase(Locale.ROOT),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                WAIT_AT_THE_END_MS,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                4 * 1024 * 1024));
    }

    /** What is told of each partition. */
    interface Visitor<E extends Exception> {

        void record(ConsumerRecord<byte[], byte @Nullable []> record);

        /** All of a partition has been told. */
        void end() throws E;
    }

    void read(String topic, int partitions, Consumer<ConsumerRecord<byte[], byte @Nullable []>> visitor) {
        try (var consumer = consumer()) {
            List<TopicPartition> all = partitions(topic, partitions);
            Map<TopicPartition, Long> ends = ends(consumer, all);
            consumer.seekToBeginning(all);
            readTo(consumer, ends, visitor);
        }
    }

    /** One partition after the other: up to an offset of each as one reader sees it, and from there on as another does. */
    static <E extends Exception> void readEach(
            WholeTopic first,
            Map<TopicPartition, Long> until,
            WholeTopic then,
            String topic,
            int partitions,
            Visitor<E> visitor)
            throws E {
        try (var before = first.consumer();
                var after = then.consumer()) {
            List<TopicPartition> all = partitions(topic, partitions);
            Map<TopicPartition, Long> ends = ends(after, all);
            for (TopicPartition each : all) {
                long middle = until.getOrDefault(each, 0L);
                before.assign(List.of(each));
                before.seekToBeginning(List.of(each));
                readTo(before, Map.of(each, middle), record -> {
                    if (record.offset() < middle) {
                        visitor.record(record);
                    }
                });
                after.assign(List.of(each));
                after.seek(each, middle);
                readTo(after, Map.of(each, ends.getOrDefault(each, 0L)), visitor::record);
                visitor.end();
            }
        }
    }

    private static void readTo(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte @Nullable []>> visitor) {
        while (ends.entrySet().stream()
                .anyMatch(end -> end.getValue() > 0 && consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(200)).forEach(visitor);
        }
    }

    /** Where each partition ends now. */
    Map<TopicPartition, Long> ends(String topic, int partitions) {
        try (var consumer = consumer()) {
            return ends(consumer, partitions(topic, partitions));
        }
    }

    /** The client warns of each partition that it is asked about and not assigned. */
    private static Map<TopicPartition, Long> ends(KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> all) {
        consumer.assign(all);
        return consumer.endOffsets(all);
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
