package dev.maitred.ingest;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.embedded.testing.TestServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** All that ingest has committed, of every source, read once from the beginning: many trials share one reading. */
final class CommittedLog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Deserializer<Change> changes = new ChangeSerde().deserializer();
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final Map<String, Map<Integer, Lsn>> watermarks = new HashMap<>();

    /**
     * A committed record, told without its source's name, so that two sources' can be compared.
     *
     * @param owner the venue, or the topic of what belongs to none
     * @param value null: the row is gone
     * @param headers null on what is no change
     */
    record Entry(
            String owner,
            String key,
            @Nullable String value,
            @Nullable ChangeHeaders headers) {}

    CommittedLog() {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        TestServers.kafkaBootstrap(),
                        "isolation.level",
                        "read_committed",
                        "max.poll.records",
                        "10000"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = Stream.of(Topics.VENUE_CHANGES, Topics.INGEST_ROWS, Topics.DEAD_LETTERS)
                .flatMap(topic -> IntStream.range(0, Topics.partitions(topic))
                        .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Everything of a source, each owner's in order, up to this and perhaps later. */
    synchronized List<Entry> through(String source, Lsn lsn) {
        await(
                () -> {
                    Map<Integer, Lsn> reached = watermarks.getOrDefault(source, Map.of());
                    return reached.size() == Topics.PARTITIONS
                            && reached.values().stream().noneMatch(each -> each.isBefore(lsn));
                },
                () -> "watermarks of " + source + " through " + lsn + ", found " + watermarks.get(source));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        await(
                () -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()),
                () -> "all up to " + ends);
        return List.copyOf(entries.getOrDefault(source, List.of()));
    }

    /** What a trial that is over has written is of no use any more. */
    synchronized void forget(String source) {
        entries.remove(source);
        watermarks.remove(source);
    }

    private void await(BooleanSupplier reached, Supplier<String> what) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Expected within " + PATIENCE.toSeconds() + " s " + what.get());
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) {
                take(record);
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte @Nullable []> record) {
        String topic = record.topic();
        if (!topic.equals(Topics.VENUE_CHANGES.name())) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            int slash = key.indexOf('/');
            String value = record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8);
            add(key.substring(0, slash), topic, key.substring(slash + 1), value, null);
            return;
        }
        ChangeKey key = ChangeKey.of(record.key());
        Change change = record.value() == null ? null : changes.deserialize(topic, record.value());
        if (change instanceof Watermark watermark) {
            watermarks
                    .computeIfAbsent(watermark.source(), source -> new HashMap<>())
                    .put(record.partition(), watermark.lsn());
        } else if (!key.owner().isEmpty()) {
            // What belongs to none of its source's venues has the source alone as its owner.
            String source = key.owner().split(":", 2)[0];
            String value = change == null ? null : change.toString();
            add(source, key.owner(), key.toString(), value, ChangeHeaders.of(record.headers()));
        }
    }

    private void add(String source, String owner, String key, @Nullable String value, @Nullable ChangeHeaders headers) {
        entries.computeIfAbsent(source, name -> new ArrayList<>())
                .add(new Entry(
                        owner.replace(source, "SOURCE"),
                        key.replace(source, "SOURCE"),
                        value == null ? null : value.replace(source, "SOURCE"),
                        headers));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
