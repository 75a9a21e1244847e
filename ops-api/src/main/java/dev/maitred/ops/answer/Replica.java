package dev.maitred.ops.answer;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.streams.topology.PublishedHeaders;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.venue.BoardKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a published topic in this process: a consumer without a group, so that no rebalance touches it. What it holds survives
 * everything that happens to the topology, only ageing; its watermarks say how much.
 */
public final class Replica implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final Topic<String, byte[]> topic;
    private final Content content;
    private final Watermarks watermarks;
    private final KafkaConsumer<String, byte[]> consumer;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private volatile boolean closing;
    private @Nullable Thread thread;

    /** What is made of the records; called by one thread, in the topic's order. */
    public interface Content {

        /** @param value null: it is no more */
        void put(int partition, String key, byte @Nullable [] value, byte[] details);

        /** Everything put so far in this partition is as of this. */
        void watermark(int partition, String source, BoardWatermark watermark, Travelled travelled);
    }

    /**
     * When what led to a watermark passed by, milliseconds since 1970.
     *
     * @param ingestedAt written to the change log
     * @param foldedAt told by the fold
     * @param readAt read here
     * @param live false: it was there before this replica started, and the times say nothing of how long it takes
     */
    public record Travelled(long ingestedAt, long foldedAt, long readAt, boolean live) {}

    public Replica(String bootstrap, Topic<String, byte[]> topic, Watermarks watermarks, Content content) {
        this.topic = topic;
        this.watermarks = watermarks;
        this.content = content;
        Properties settings = new Properties();
        settings.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "replica-" + topic.name(),
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                5_000,
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                4 * 1024 * 1024));
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public void start() {
        List<TopicPartition> all = IntStream.range(0, Topics.PARTITIONS)
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(all);
        consumer.seekToBeginning(all);
        thread = Thread.ofPlatform().name("replica-" + topic.name()).daemon().start(() -> run(all));
    }

    /** Waits until everything that was there at the start has been read. */
    public boolean awaitCaughtUp(Duration patience) throws InterruptedException {
        return caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run(List<TopicPartition> all) {
        try (consumer) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(all);
            while (!closing) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    take(record);
                }
                if (caughtUp.getCount() > 0
                        && all.stream().allMatch(each -> consumer.position(each) >= ends.getOrDefault(each, 0L))) {
                    caughtUp.countDown();
                }
            }
        } catch (WakeupException e) {
            LOG.debug("The replica of {} ends", topic.name());
        } catch (RuntimeException e) {
            LOG.error(
                    "The replica of {} failed: its answers only age from here on; restart this instance",
                    topic.name(),
                    e);
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (!BoardKeys.isWatermark(record.key())) {
            content.put(record.partition(), record.key(), record.value(), PublishedHeaders.details(record.headers()));
            return;
        }
        String source = record.key().substring(1, record.key().lastIndexOf('/'));
        BoardWatermark watermark = PublishedHeaders.watermark(record.value());
        content.watermark(
                record.partition(),
                source,
                watermark,
                new Travelled(
                        PublishedHeaders.ingestedAtMillis(record.headers()),
                        record.timestamp(),
                        System.currentTimeMillis(),
                        caughtUp.getCount() == 0));
        watermarks.advance(source, record.partition(), new AsOf(watermark.lsn(), watermark.clockMicros()));
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(3));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
