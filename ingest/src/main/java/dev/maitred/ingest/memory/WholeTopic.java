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

    private final Properties settings = new Properties();

    WholeTopic(String bootstrap, IsolationLevel isolation) {
        settings.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                isolation.name().toLowerCase(Locale.ROOT),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                // A broker that has nothing more holds a fetch back for as long, and the next partition's behind it.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                5,
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
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = partitions(topic, partitions);
            read(consumer, all, consumer.endOffsets(all), visitor);
        }
    }

    /** One partition after the other. */
    <E extends Exception> void readEach(String topic, int partitions, Visitor<E> visitor) throws E {
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = partitions(topic, partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            for (TopicPartition each : all) {
                if (ends.getOrDefault(each, 0L) > 0) {
                    read(consumer, List.of(each), ends, visitor::record);
                }
                visitor.end();
            }
        }
    }

    private static void read(
            KafkaConsumer<byte[], byte[]> consumer,
            List<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte @Nullable []>> visitor) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
            consumer.poll(Duration.ofMillis(200)).forEach(visitor);
        }
    }

    boolean isEmpty(String topic, int partitions) {
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions(topic, partitions)).values().stream()
                    .allMatch(end -> end == 0);
        }
    }

    private static List<TopicPartition> partitions(String topic, int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }
}
