package dev.maitred.ops.streams;

import dev.maitred.contract.Topic;
import dev.maitred.contract.TopicCreation;
import dev.maitred.contract.Topics;
import dev.maitred.ops.OpsSettings;
import dev.maitred.streams.topology.FoldCounters;
import dev.maitred.streams.topology.MaitredTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs the topology in this process. */
public final class StreamsRuntime implements SmartLifecycle {

    /** A change of the topology or of its state is another generation. */
    public static final String APPLICATION = "maitred-2";

    private static final Logger LOG = LoggerFactory.getLogger(StreamsRuntime.class);

    private static final Duration FIRST_REST = Duration.ofMillis(200);
    private static final int LONGEST_REST_DOUBLINGS = 7;

    /** A failure this long after the one before counts as the first. */
    private static final Duration CALM = Duration.ofMinutes(2);

    private final OpsSettings settings;
    private final FoldCounters counters;
    private int failuresInARow;
    private volatile long lastFailureNanos = System.nanoTime() - CALM.toNanos();
    private volatile @Nullable String lastFailure;
    private volatile KafkaStreams streams;
    private volatile boolean running;

    public StreamsRuntime(OpsSettings settings, FoldCounters counters) {
        this.settings = settings;
        this.counters = counters;
        Map<TopicPartition, Long> ends = ends();
        this.streams = new KafkaStreams(
                new MaitredTopology(partition -> ends.getOrDefault(partition, 0L), counters).get(), properties());
        streams.setUncaughtExceptionHandler(this::failed);
    }

    /** Replaces the thread, later after each failure that follows another: what fails at once fails again. */
    private StreamThreadExceptionResponse failed(Throwable failure) {
        long now = System.nanoTime();
        failuresInARow = now - lastFailureNanos < CALM.toNanos() ? failuresInARow + 1 : 0;
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failuresInARow, LONGEST_REST_DOUBLINGS));
        lastFailure = "The fold failed and begins again, " + (failuresInARow + 1) + " times now: " + reason(failure);
        LOG.error(
                "The topology failed; its thread is replaced in {} ms. Answers age meanwhile",
                rest.toMillis(),
                failure);
        try {
            Thread.sleep(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lastFailureNanos = System.nanoTime();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** Why the fold failed lately; null when it has not for a while. */
    public @Nullable String failure() {
        return System.nanoTime() - lastFailureNanos < CALM.toNanos() ? lastFailure : null;
    }

    private Map<TopicPartition, Long> ends() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", settings.kafkaBootstrap()))) {
            TopicCreation.ensure(admin);
            List<TopicPartition> all = new ArrayList<>();
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                all.add(new TopicPartition(Topics.VENUE_CHANGES.name(), partition));
                all.add(new TopicPartition(Topics.QUEUE_CHANGES.name(), partition));
            }
            Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
            all.forEach(each -> latest.put(each, OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            admin.listOffsets(latest).all().get().forEach((each, end) -> ends.put(each, end.offset()));
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException("The ends of the change logs could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the ends of the change logs", e);
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafkaBootstrap());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDirectory().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        // The broker's protocol moves partitions in seconds, without the rebalance storms of the classic one.
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        properties.put(StreamsConfig.POLL_MS_CONFIG, 10);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 0);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topic.LARGEST_BATCH);
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 5_000);
        properties.put(StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), 10_000);
        properties.put(
                StreamsConfig.restoreConsumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG), 4 * 1024 * 1024);
        return properties;
    }

    public KafkaStreams streams() {
        return streams;
    }

    public FoldCounters counters() {
        return counters;
    }

    @Override
    public void start() {
        running = true;
        streams.start();
    }

    @Override
    public void stop() {
        running = false;
        streams.close(CloseOptions.timeout(Duration.ofSeconds(10))
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
