package dev.maitred.ingest.watermark;

import dev.maitred.contract.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What others ask of ingest; only what is asked from now on. A record's key is the source, its value the command. */
public final class Commands implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final Duration REST = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Consumer<String> onWatermarkWanted;
    private volatile boolean closing;
    private @Nullable Thread thread;

    /** @param onWatermarkWanted told the source whose clock a reader waits for */
    public Commands(String bootstrap, Consumer<String> onWatermarkWanted) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "maitred-ingest-commands",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        this.onWatermarkWanted = onWatermarkWanted;
    }

    public void start() {
        List<TopicPartition> all = List.of(new TopicPartition(Topics.INGEST_COMMANDS.name(), 0));
        consumer.assign(all);
        consumer.seekToEnd(all);
        thread = Thread.ofPlatform().name("ingest-commands").daemon().start(this::run);
    }

    private void run() {
        try (consumer) {
            while (!closing) {
                pollOnce();
            }
        } catch (WakeupException e) {
            closing = true;
        }
    }

    private void pollOnce() {
        try {
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> onWatermarkWanted.accept(record.key()));
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // Whoever waits for a watermark gets the next one that comes by itself; commands after this are heard
            // again.
            LOG.warn("Commands could not be read; trying again: {}", e.getMessage());
            LockSupport.parkNanos(REST.toNanos());
        }
    }

    @Override
    public void close() {
        closing = true;
        consumer.wakeup();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
