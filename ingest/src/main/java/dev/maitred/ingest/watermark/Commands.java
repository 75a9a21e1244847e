package dev.maitred.ingest.watermark;

import dev.maitred.contract.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** What others ask of ingest; only what is asked from now on. A record's key is the source, its value the command. */
public final class Commands implements AutoCloseable {

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
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> onWatermarkWanted.accept(record.key()));
            }
        } catch (WakeupException e) {
            closing = true;
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
