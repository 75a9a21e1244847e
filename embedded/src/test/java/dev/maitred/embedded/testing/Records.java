package dev.maitred.embedded.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Text records in topics, for tests that only need to see whether a record is there. */
public final class Records {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A committed transaction has its marks by then. */
    private static final Duration MARKS = Duration.ofSeconds(5);

    private Records() {}

    public static Admin admin(String bootstrap) {
        return Admin.create(Map.of("bootstrap.servers", bootstrap));
    }

    /** Makes a topic with one replica. */
    public static void createTopic(String bootstrap, String name, int partitions)
            throws InterruptedException, ExecutionException {
        try (Admin admin = admin(bootstrap)) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
                    .all()
                    .get();
        }
    }

    /** An idempotent producer; the caller closes it. */
    public static KafkaProducer<String, String> producer(String bootstrap, Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", bootstrap, "linger.ms", 0));
        config.putAll(more);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    /**
     * The values of all committed records that the topic holds now, in the order of each partition.
     *
     * @throws IllegalStateException when its end is not reached within 30 s
     */
    public static List<String> committed(String bootstrap, String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = ends(bootstrap, partitions);
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            long settled = System.nanoTime() + MARKS.toNanos();
            while (isBefore(consumer, ends)) {
                if (System.nanoTime() > settled && !isBefore(consumer, consumer.endOffsets(partitions))) {
                    // What is left belongs to a transaction whose writer is dead.
                    break;
                }
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("The end of " + topic + " was not reached: " + ends);
                }
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
            return values;
        }
    }

    private static boolean isBefore(KafkaConsumer<String, String> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }

    /** Behind what open transactions wrote too: a commit returns before its mark is there, and until then a reader's own end is before it. */
    private static Map<TopicPartition, Long> ends(String bootstrap, List<TopicPartition> partitions) {
        try (KafkaConsumer<String, String> all = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new StringDeserializer(), new StringDeserializer())) {
            return all.endOffsets(partitions);
        }
    }
}
