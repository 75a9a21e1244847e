package dev.maitred.ingest.memory;

import dev.maitred.contract.Topics;
import dev.maitred.ingest.publish.StoredOffset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads ingest's own topics to their end: where the source stands, and what is remembered of its rows. */
public final class MemoryLoader {

    private final String bootstrap;

    public MemoryLoader(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    public Optional<StoredOffset> offset(String source) {
        AtomicReference<@Nullable StoredOffset> last = new AtomicReference<>();
        read(Topics.INGEST_OFFSETS.name(), 1, record -> {
            if (source.equals(record.key())) {
                last.set(record.value() == null ? null : StoredOffset.of(record.value()));
            }
        });
        return Optional.ofNullable(last.get());
    }

    public void rows(RowMemory memory) {
        read(Topics.INGEST_ROWS.name(), Topics.PARTITIONS, record -> memory.load(record.key(), record.value()));
    }

    private interface Visitor {
        void record(ConsumerRecord<String, byte @Nullable []> record);
    }

    private void read(String topic, int partitions, Visitor visitor) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                10_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                4 * 1024 * 1024));
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (all.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                consumer.poll(Duration.ofMillis(200)).forEach(visitor::record);
            }
        }
    }
}
