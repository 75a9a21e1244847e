package dev.maitred.ingest.resync;

import dev.maitred.contract.Topics;
import dev.maitred.ingest.pause.Pause;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.MappingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What others ask of ingest; only what is asked from now on. A record's key is the source; its value is the word {@code watermark}, or
 * JSON: {@code {"command": "resync", "id": "...", "venue": "nightclub:7", "tables": ["bookings"]}}, both of the last optional, or
 * {@code {"command": "pause"}}, {@code {"command": "resume"}}, or {@code {"command": "map", "yaml": "..."}} with a mapping file's text.
 */
public final class Commands implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration REST = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private final String source;
    private final Runnable onWatermarkWanted;
    private final ResyncRequests resyncs;
    private final Pause pause;
    private final Consumer<String> onMapping;
    private volatile boolean closing;
    private @Nullable Thread thread;

    /**
     * @param source whose commands are heard
     * @param onWatermarkWanted called when a reader waits for its clock
     * @param onMapping takes the text of another mapping; may refuse it by a MappingException or an IllegalArgumentException
     */
    public Commands(
            String bootstrap,
            String source,
            Runnable onWatermarkWanted,
            ResyncRequests resyncs,
            Pause pause,
            Consumer<String> onMapping) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ConsumerConfig.CLIENT_ID_CONFIG,
                "maitred-ingest-commands",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false));
        this.consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        this.source = source;
        this.onWatermarkWanted = onWatermarkWanted;
        this.resyncs = resyncs;
        this.pause = pause;
        this.onMapping = onMapping;
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
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
                if (source.equals(record.key())) {
                    obey(new String(record.value(), StandardCharsets.UTF_8));
                }
            });
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // Whoever waits for a watermark gets the next one that comes by itself; commands after this are heard
            // again.
            LOG.warn("Commands could not be read; trying again: {}", e.getMessage());
            LockSupport.parkNanos(REST.toNanos());
        }
    }

    private void obey(String command) {
        if (!command.startsWith("{")) {
            onWatermarkWanted.run();
            return;
        }
        try {
            JsonNode asked = JSON.readTree(command);
            switch (asked.path("command").stringValue("")) {
                case "resync" -> resync(asked);
                case "pause" -> pause.want(true);
                case "resume" -> pause.want(false);
                case "map" -> onMapping.accept(asked.path("yaml").stringValue(""));
                default -> LOG.warn("A command for {} is none that is known, and passed over", source);
            }
        } catch (JacksonException e) {
            LOG.warn("A command for {} is not understood and passed over: {}", source, e.getOriginalMessage());
        } catch (MappingException | IllegalArgumentException e) {
            LOG.warn("A mapping that was sent for {} is passed over: {}", source, e.getMessage());
        }
    }

    private void resync(JsonNode asked) {
        Set<TableName> tables = new HashSet<>();
        asked.path("tables").forEach(table -> tables.add(TableName.parse(table.stringValue())));
        resyncs.ask(
                asked.path("id").stringValue(), new Scope(asked.path("venue").stringValue(null), tables));
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
