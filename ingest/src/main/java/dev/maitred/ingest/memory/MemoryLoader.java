package dev.maitred.ingest.memory;

import dev.maitred.contract.Topics;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.ingest.publish.StoredOffset;
import dev.maitred.ingest.publish.StoredSnapshot;
import dev.maitred.ingest.publish.StoredSource;
import dev.maitred.ingest.publish.StoredUnread;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;

/** Reads ingest's own topics to their end: where the source stands, and what is remembered of its rows. */
public final class MemoryLoader {

    /** What follows a source's name in the key that says it is paused. */
    public static final String PAUSE = "/pause";

    private final WholeTopic topics;

    public MemoryLoader(String bootstrap) {
        this.topics = new WholeTopic(bootstrap, IsolationLevel.READ_COMMITTED);
    }

    /** All that is stored of a source. */
    public StoredSource stored(String source) {
        Map<String, byte[]> last = new HashMap<>();
        topics.read(Topics.INGEST_OFFSETS.name(), 1, record -> {
            String key = text(record.key());
            if (key.equals(source) || key.startsWith(source + "/")) {
                if (record.value() == null) {
                    last.remove(key);
                } else {
                    last.put(key, record.value());
                }
            }
        });
        byte[] offset = last.get(source);
        byte[] mapping = last.get(StoredMapping.key(source));
        byte[] snapshot = last.get(StoredSnapshot.key(source));
        byte[] unread = last.get(StoredUnread.key(source));
        return new StoredSource(
                offset == null ? null : StoredOffset.of(offset),
                mapping == null ? null : StoredMapping.of(mapping),
                snapshot == null ? null : StoredSnapshot.of(snapshot),
                unread == null ? Set.of() : StoredUnread.of(unread),
                last.containsKey(source + PAUSE));
    }

    public void rows(RowMemory memory) {
        topics.read(
                Topics.INGEST_ROWS.name(),
                Topics.PARTITIONS,
                record -> memory.load(text(record.key()), record.value()));
        memory.loaded();
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }
}
