package dev.maitred.ops.answer;

import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.ops.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of ingest, wherever it runs. */
public final class IngestCommands implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final byte[] WATERMARK = "watermark".getBytes(StandardCharsets.US_ASCII);

    /** For Kafka to have what somebody does not ask for twice. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaProducer<String, byte[]> producer;

    public IngestCommands(String bootstrap) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.CLIENT_ID_CONFIG,
                "watermark-requests",
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.ACKS_CONFIG,
                "1",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                // A mapping is the largest of them.
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                Topic.LARGEST_BATCH,
                // Whoever waits has given up by then; the next watermark comes by itself.
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                1_000L));
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /** A watermark at once. Ingest makes one of all requests that come while it writes one. */
    public void watermark(String source) {
        producer.send(new ProducerRecord<>(Topics.INGEST_COMMANDS.name(), 0, source, WATERMARK));
    }

    /**
     * Rows to be read again.
     *
     * @param id to find it again by
     * @param venue with its source; null: all of them
     * @param tables empty: all mapped ones
     */
    public void resync(String source, String id, @Nullable String venue, List<String> tables) {
        ObjectNode command = JSON.createObjectNode().put("command", "resync").put("id", id);
        if (venue != null) {
            command.put("venue", venue);
        }
        tables.forEach(command.putArray("tables")::add);
        producer.send(new ProducerRecord<>(Topics.INGEST_COMMANDS.name(), 0, source, JSON.writeValueAsBytes(command)));
    }

    /** Leaves a source alone, through restarts, until it is resumed; or reads it again from where it was left. */
    public void pause(String source, boolean pause) {
        ObjectNode command = JSON.createObjectNode().put("command", pause ? "pause" : "resume");
        producer.send(new ProducerRecord<>(Topics.INGEST_COMMANDS.name(), 0, source, JSON.writeValueAsBytes(command)));
    }

    /**
     * Another mapping of a source, to be built aside and switched to.
     *
     * @throws Problem 503 when Kafka did not take it
     */
    public void map(String source, String yaml) throws InterruptedException {
        ObjectNode command = JSON.createObjectNode().put("command", "map").put("yaml", yaml);
        try {
            producer.send(new ProducerRecord<>(
                            Topics.INGEST_COMMANDS.name(), 0, source, JSON.writeValueAsBytes(command)))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw Problem.unavailable(
                    "The mapping may not have been taken: Kafka did not say within " + PATIENCE.toSeconds()
                            + " s that it has it. Send it again when GET /api/v1/pipeline says that all answers.");
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
