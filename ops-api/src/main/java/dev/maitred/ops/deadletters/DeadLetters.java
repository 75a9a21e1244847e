package dev.maitred.ops.deadletters;

import dev.maitred.contract.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the newest dead letters from their topic. For people who ask, not for a live answer: each time a consumer reads anew. */
final class DeadLetters {

    private static final JsonMapper JSON = new JsonMapper();

    /** Of the topic's newest records so many are looked through. */
    private static final long LOOKS_BACK = 20_000;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String bootstrap;

    DeadLetters(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /**
     * A row that was put aside, without its values.
     *
     * @param row its primary key
     * @param position where its change stands in the source's history
     * @param at when it was put aside
     */
    record DeadLetter(String source, String table, String row, String reason, String position, Instant at) {}

    /** The newest first. */
    List<DeadLetter> newest(Predicate<DeadLetter> of, int limit) {
        TopicPartition partition = new TopicPartition(Topics.DEAD_LETTERS.name(), 0);
        Deque<DeadLetter> found = new ArrayDeque<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed", "fetch.max.wait.ms", 5),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            long begin = consumer.beginningOffsets(List.of(partition), PATIENCE).getOrDefault(partition, 0L);
            consumer.seek(partition, Math.max(begin, end - LOOKS_BACK));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (consumer.position(partition) < end && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    DeadLetter letter = letter(record.value(), record.timestamp());
                    if (of.test(letter)) {
                        found.addFirst(letter);
                        if (found.size() > limit) {
                            found.removeLast();
                        }
                    }
                });
            }
        }
        return new ArrayList<>(found);
    }

    private static DeadLetter letter(byte[] value, long atMillis) {
        JsonNode node = JSON.readTree(value);
        return new DeadLetter(
                node.path("source").asString(""),
                node.path("table").asString(""),
                node.path("row").asString(""),
                node.path("reason").asString(""),
                node.path("position").asString(""),
                Instant.ofEpochMilli(atMillis));
    }
}
