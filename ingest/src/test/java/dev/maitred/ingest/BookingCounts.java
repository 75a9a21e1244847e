package dev.maitred.ingest;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Topics;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How often each booking of a source is in its log, from now on and as far as it was read; whole logs would not fit into memory. */
final class BookingCounts implements AutoCloseable {

    private final String source;
    private final int[] counts;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /**
     * @param bookings their ids are 1 to this
     * @param isolation {@code read_committed} or {@code read_uncommitted}
     */
    BookingCounts(Source source, int bookings, String isolation) {
        this.source = source.name;
        this.counts = new int[bookings + 1];
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        source.settings.kafkaBootstrap(),
                        "isolation.level",
                        isolation,
                        "max.poll.records",
                        "10000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.partitions = IntStream.range(0, Topics.partitions(Topics.VENUE_CHANGES))
                .mapToObj(partition -> new TopicPartition(Topics.VENUE_CHANGES.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
    }

    /** How many records there were so far. */
    long read() {
        consumer.poll(Duration.ofMillis(50)).forEach(this::count);
        return Arrays.stream(counts).asLongStream().sum();
    }

    /** Reads what is there by now. */
    long readAll() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
            read();
        }
        return read();
    }

    /** The bookings that there are this often. */
    long times(int times) {
        return Arrays.stream(counts, 1, counts.length)
                .filter(count -> count == times)
                .count();
    }

    /** Records that are not there although each booking is to be there this often. */
    int missing(int times) {
        return Arrays.stream(counts, 1, counts.length)
                .map(count -> Math.max(0, times - count))
                .sum();
    }

    /** Records that are there beyond that. */
    int beyond(int times) {
        return Arrays.stream(counts, 1, counts.length)
                .map(count -> Math.max(0, count - times))
                .sum();
    }

    /** Leaves one record of a booking out of the account. */
    void less(int booking) {
        counts[booking]--;
    }

    void forget() {
        Arrays.fill(counts, 0);
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        ChangeKey key = ChangeKey.of(record.key());
        if (key.owner().startsWith(source + ":") && key.rule().equals("bookings")) {
            counts[Integer.parseInt(key.row())]++;
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
