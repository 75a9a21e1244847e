package dev.maitred.ingest.pause;

import dev.maitred.contract.Topics;
import dev.maitred.ingest.memory.MemoryLoader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether somebody wants a source to be left alone: it stays so through restarts, until somebody wants it read again. PostgreSQL keeps
 * its log meanwhile.
 */
public final class Pause {

    private static final Logger LOG = LoggerFactory.getLogger(Pause.class);
    private static final long PATIENCE_SECONDS = 10;

    private final String bootstrap;
    private final String source;

    /** Null: what was wanted before this process began has not been read yet. */
    private volatile @Nullable Boolean wanted;

    public Pause(String bootstrap, String source) {
        this.bootstrap = bootstrap;
        this.source = source;
    }

    public boolean isWanted() {
        return Boolean.TRUE.equals(wanted);
    }

    /** Reads what was wanted before this process began, unless somebody has said since what is wanted. */
    public void recall(MemoryLoader memory) {
        if (wanted == null) {
            wanted = memory.stored(source).paused();
        }
    }

    /** From now on, and kept beside the source's offset. */
    public void want(boolean pause) {
        wanted = pause;
        LOG.info("{} is to be {}", source, pause ? "left alone: it is not read until it is resumed" : "read again");
        try (var producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "maitred-ingest-pause-" + source),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.INGEST_OFFSETS.name(), 0, key(source), pause ? new byte[] {1} : null))
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("That {} is paused, or no more, is not kept: after a restart it is as it was before", source, e);
        }
    }

    /** Beside the offset's own key; no source's name has a slash. */
    private static byte[] key(String source) {
        return (source + MemoryLoader.PAUSE).getBytes(StandardCharsets.UTF_8);
    }
}
