package dev.maitred.bench.ingest;

import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a reader of what is committed finds: every booking once, or what is missing and what came twice.
 *
 * @param rows bookings' records
 * @param distinct bookings among them
 * @param first by partition: the offset of its first booking
 * @param last by partition: the offset of its last booking
 */
record RowsRead(long rows, long distinct, Map<TopicPartition, Long> first, Map<TopicPartition, Long> last) {

    /** Reads from these offsets until so many bookings have come and nothing more is there, or for as long as given. */
    static RowsRead await(
            String bootstrap, Destination from, Map<TopicPartition, Long> begin, long rows, Duration patience) {
        BitSet seen = new BitSet();
        Map<TopicPartition, Long> first = new HashMap<>();
        Map<TopicPartition, Long> last = new HashMap<>();
        long found = 0;
        long deadline = System.nanoTime() + patience.toNanos();
        try (KafkaConsumer<byte[], byte[]> consumer = committed(bootstrap)) {
            consumer.assign(from.all());
            begin.forEach(consumer::seek);
            // Known once all rows have come: what stands there by then is read too, and what comes later are no rows
            // any more.
            Map<TopicPartition, Long> ends = Map.of();
            while (!isThrough(consumer, ends) && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    if (each.key() != null && from.isBooking().test(each.key())) {
                        found++;
                        seen.set(Destination.idOf(each.key()));
                        TopicPartition partition = new TopicPartition(each.topic(), each.partition());
                        first.putIfAbsent(partition, each.offset());
                        last.put(partition, each.offset());
                    }
                }
                if (found >= rows && ends.isEmpty()) {
                    ends = consumer.endOffsets(from.all());
                }
            }
        }
        return new RowsRead(found, seen.cardinality(), Map.copyOf(first), Map.copyOf(last));
    }

    private static boolean isThrough(KafkaConsumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return !ends.isEmpty()
                && ends.entrySet().stream().allMatch(each -> consumer.position(each.getKey()) >= each.getValue());
    }

    static KafkaConsumer<byte[], byte[]> committed(String bootstrap) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000,
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                        4 * 1024 * 1024),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
