package dev.maitred.ops.answer;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.streams.topology.PublishedHeaders;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import dev.maitred.streams.venue.BoardKeys;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;
import org.springframework.kafka.support.TopicPartitionOffset;
import org.springframework.kafka.support.TopicPartitionOffset.SeekPosition;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * Follows a published topic in this process: a listener container without a group, so that no rebalance touches it. What it holds
 * survives everything that happens to the topology, only ageing; its watermarks say how much.
 *
 * <p>After a failure it goes on with the record that failed, never from the beginning: what is held is newer than the topic's old
 * records, and taking those again would show what was gone, under a watermark that does not go back.
 */
public final class Replica implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
    private static final Duration AUTHENTICATE_AGAIN_AFTER = Duration.ofSeconds(5);

    private final Topic<String, byte[]> topic;
    private final Content content;
    private final DefaultKafkaConsumerFactory<String, byte[]> consumers;
    private final Rests rests = new Rests();
    private final ReplicaReader reader;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadPoolTaskScheduler watch = new ThreadPoolTaskScheduler();
    private @Nullable KafkaMessageListenerContainer<String, byte[]> container;

    /**
     * What is made of the records; called by one thread at a time, for each partition in its order. What could not be taken is given
     * again, so that taking a record twice must do no more than taking it once.
     */
    public interface Content {

        /** @param value null: it is no more */
        void put(int partition, String key, byte @Nullable [] value, byte[] details);

        /** Everything put so far in this partition is as of this; only now it is to be seen. */
        void watermark(int partition, String source, BoardWatermark watermark, Travelled travelled);

        /**
         * All that was there of this partition at the start has been put. Before it, what is missing may only not have come yet: of a
         * compacted topic's old watermarks some are left, but not all that was there at them.
         */
        void caughtUp(int partition);
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

    public Replica(String bootstrap, Topic<String, byte[]> topic, Content content) {
        this.topic = topic;
        this.content = content;
        this.reader = new ReplicaReader(topic.name(), this::take, content::caughtUp, rests);
        this.watch.setThreadNamePrefix("replica-watch-");
        this.watch.setDaemon(true);
        this.watch.initialize();
        this.consumers = new DefaultKafkaConsumerFactory<>(
                Map.of(
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
                        4 * 1024 * 1024),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Begins to read; a broker that is not there yet is waited for. */
    public synchronized void start() {
        if (closing.getCount() == 0) {
            return;
        }
        ContainerProperties properties = new ContainerProperties(
                IntStream.range(0, Topics.PARTITIONS).mapToObj(this::from).toArray(TopicPartitionOffset[]::new));
        properties.setMessageListener(reader);
        properties.setPollTimeout(POLL.toMillis());
        properties.setShutdownTimeout(STOP_PATIENCE.toMillis());
        // Without it, one refusal would end the container for good.
        properties.setAuthExceptionRetryInterval(AUTHENTICATE_AGAIN_AFTER);
        properties.setScheduler(watch);
        AsyncTaskExecutor threads = reading ->
                Thread.ofPlatform().name("replica-" + topic.name()).daemon().start(() -> run(reading));
        properties.setListenerTaskExecutor(threads);
        KafkaMessageListenerContainer<String, byte[]> fresh =
                new KafkaMessageListenerContainer<>(consumers, properties);
        fresh.setCommonErrorHandler(new RestAndGoOn(topic.name(), rests));
        fresh.setBatchInterceptor(reader);
        fresh.start();
        container = fresh;
    }

    private TopicPartitionOffset from(int partition) {
        long position = reader.position(partition);
        return position == ReplicaReader.BEGINNING
                ? new TopicPartitionOffset(topic.name(), partition, SeekPosition.BEGINNING)
                : new TopicPartitionOffset(topic.name(), partition, position);
    }

    /** A container rests after an exception and goes on, but ends for good at an error: then another one goes on. */
    private void run(Runnable reading) {
        reading.run();
        boolean goesOn = false;
        while (!goesOn && !isClosingWithin(rests.next())) {
            LOG.error("The replica of {} died; another one goes on where it stopped", topic.name());
            try {
                start();
                goesOn = true;
            } catch (RuntimeException e) {
                LOG.error("The replica of {} could not be started again", topic.name(), e);
            }
        }
    }

    private boolean isClosingWithin(Duration rest) {
        try {
            return closing.await(rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits until everything that was there at the start has been read. */
    public boolean awaitCaughtUp(Duration patience) throws InterruptedException {
        return reader.caughtUp().await(patience.toMillis(), TimeUnit.MILLISECONDS);
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
                        reader.caughtUp().getCount() == 0));
    }

    @Override
    public void close() {
        closing.countDown();
        KafkaMessageListenerContainer<String, byte[]> running;
        synchronized (this) {
            running = container;
        }
        if (running != null) {
            running.stop();
        }
        watch.shutdown();
    }
}
