package dev.maitred.ingest;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Watermark;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.contract.wire.KeySerde;
import dev.maitred.embedded.testing.TestServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The venue change log as every reader sees it: committed records only, one source's. */
final class ChangeLog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String source;
    private final KafkaConsumer<ChangeKey, Change> consumer;
    private final List<ChangeRecord> records = new ArrayList<>();
    private final Map<Integer, Lsn> watermarks = new HashMap<>();

    ChangeLog(String source) {
        this.source = source;
        this.consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestServers.kafkaBootstrap(), "isolation.level", "read_committed"),
                new KeySerde().deserializer(),
                new ChangeSerde().deserializer());
        List<TopicPartition> all = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(Topics.VENUE_CHANGES.name(), partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
    }

    List<ChangeRecord> through(Lsn lsn) {
        return through(lsn, () -> {});
    }

    /**
     * Reads on until every partition's watermark is not before this.
     *
     * @param hurry asks for a watermark
     */
    List<ChangeRecord> through(Lsn lsn, Runnable hurry) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (watermarks.size() < Topics.PARTITIONS
                || watermarks.values().stream().anyMatch(each -> each.isBefore(lsn))) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "No watermark past " + lsn + " within " + PATIENCE.toSeconds() + " s; stands at " + watermarks);
            }
            hurry.run();
            consumer.poll(Duration.ofMillis(50)).forEach(this::take);
        }
        return records;
    }

    private void take(ConsumerRecord<ChangeKey, @Nullable Change> record) {
        if (record.value() instanceof Watermark watermark) {
            if (watermark.source().equals(source)) {
                watermarks.put(record.partition(), watermark.lsn());
            }
        } else if (record.key().owner().startsWith(source + ":")
                || record.key().owner().equals(source)
                || record.key().rule().equals(source)) {
            records.add(new ChangeRecord(record.key(), record.value(), ChangeHeaders.of(record.headers())));
        }
    }

    /** The last state of each row, without marks; rows that are gone are not there. */
    static Map<String, Change> latest(List<ChangeRecord> records) {
        Map<String, Change> latest = new LinkedHashMap<>();
        for (ChangeRecord record : records) {
            String key = record.key().toString();
            if (record.change() == null) {
                latest.remove(key);
            } else if (!record.key().owner().isEmpty()) {
                latest.put(key, record.change());
            }
        }
        return latest;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
