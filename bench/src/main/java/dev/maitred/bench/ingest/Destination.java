package dev.maitred.bench.ingest;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Where rows arrive, and which of the records there are bookings.
 *
 * @param isBooking asked with a record's key
 */
record Destination(String topic, int partitions, Predicate<byte[]> isBooking) {

    /** A topic of bookings alone. */
    static Destination ofBookings(String topic) {
        return new Destination(topic, 1, key -> true);
    }

    List<TopicPartition> all() {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** The booking's id: in every contender's form of a key the last number. */
    static int idOf(byte[] key) {
        int end = key.length;
        while (end > 0 && !isDigit(key[end - 1])) {
            end--;
        }
        int id = 0;
        int ten = 1;
        for (int i = end - 1; i >= 0 && isDigit(key[i]); i--) {
            id += ten * (key[i] - '0');
            ten *= 10;
        }
        return id;
    }

    private static boolean isDigit(byte each) {
        return each >= '0' && each <= '9';
    }
}
