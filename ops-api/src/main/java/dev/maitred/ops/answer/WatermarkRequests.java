package dev.maitred.ops.answer;

import dev.maitred.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Asks ingest for a watermark. Ingest makes one of all requests that come while it writes one. */
public final class WatermarkRequests implements AutoCloseable {

    private static final byte[] WATERMARK = "watermark".getBytes(StandardCharsets.US_ASCII);

    private final KafkaProducer<String, byte[]> producer;

    public WatermarkRequests(String bootstrap) {
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
                // Whoever waits has given up by then; the next watermark comes by itself.
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                1_000L));
        this.producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    public void ask(String source) {
        producer.send(new ProducerRecord<>(Topics.INGEST_COMMANDS.name(), 0, source, WATERMARK));
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
