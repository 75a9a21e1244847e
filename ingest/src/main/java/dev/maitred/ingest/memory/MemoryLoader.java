package dev.maitred.ingest.memory;

import dev.maitred.contract.Topics;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.ingest.publish.StoredOffset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;

/** Reads ingest's own topics to their end: where the source stands, and what is remembered of its rows. */
public final class MemoryLoader {

    /** What follows a source's name in the key that says it is paused. */
    public static final String PAUSE = "/pause";

    private final WholeTopic topics;

    public MemoryLoader(String bootstrap) {
        this.topics = new WholeTopic(bootstrap, IsolationLevel.READ_COMMITTED);
    }

    public Optional<StoredOffset> offset(String source) {
        AtomicReference<@Nullable StoredOffset> last = new AtomicReference<>();
        topics.read(Topics.INGEST_OFFSETS.name(), 1, record -> {
            if (source.equals(text(record.key()))) {
                last.set(record.value() == null ? null : StoredOffset.of(record.value()));
            }
        });
        return Optional.ofNullable(last.get());
    }

    /** What the source's log was mapped by. */
    public Optional<StoredMapping> mapping(String source) {
        String key = StoredMapping.key(source);
        AtomicReference<@Nullable StoredMapping> last = new AtomicReference<>();
        topics.read(Topics.INGEST_OFFSETS.name(), 1, record -> {
            if (key.equals(text(record.key()))) {
                last.set(record.value() == null ? null : StoredMapping.of(record.value()));
            }
        });
        return Optional.ofNullable(last.get());
    }

    /** Whether somebody wanted the source to be left alone. */
    public boolean isPaused(String source) {
        AtomicBoolean paused = new AtomicBoolean();
        topics.read(Topics.INGEST_OFFSETS.name(), 1, record -> {
            if (text(record.key()).equals(source + PAUSE)) {
                paused.set(record.value() != null);
            }
        });
        return paused.get();
    }

    public void rows(RowMemory memory) {
        topics.read(
                Topics.INGEST_ROWS.name(),
                Topics.PARTITIONS,
                record -> memory.load(text(record.key()), record.value()));
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
