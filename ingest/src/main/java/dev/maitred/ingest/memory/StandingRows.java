package dev.maitred.ingest.memory;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.wire.ChangeHeaders;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which of a source's rows stand in the change logs, by reading them whole: for the rare moments at which many rows are gone without
 * a word of each (a truncated table, a snapshot that does not find them any more).
 */
public final class StandingRows {

    private final WholeTopic topics;
    private final WholeTopic committed;
    private final String source;
    private final String prefix;
    private final Set<Topic<?, ?>> logs;

    /** Where each log stood when this attempt began. */
    private final Map<TopicPartition, Long> begun = new HashMap<>();

    /**
     * To be made when predecessors are fenced and this attempt has written nothing yet. What stood in the logs then is read
     * committed: a tombstone that an attempt before left open must not count, nor a row. What came since is read as it is, because
     * what this attempt itself has written last is not committed yet.
     *
     * @param logs those that the source feeds
     */
    public StandingRows(String bootstrap, String source, Set<Topic<?, ?>> logs) {
        this.topics = new WholeTopic(bootstrap, IsolationLevel.READ_UNCOMMITTED);
        this.source = source;
        this.prefix = source + ":";
        this.committed = new WholeTopic(bootstrap, IsolationLevel.READ_COMMITTED);
        this.logs = Set.copyOf(logs);
        this.logs.forEach(log -> begun.putAll(topics.ends(log.name(), Topics.PARTITIONS)));
    }

    private boolean isOfSource(ChangeKey key) {
        return key.owner().startsWith(prefix)
                || key.isOfNoVenue() && key.owner().equals(source);
    }

    /** Told the key of one row. */
    public interface Visitor {
        void row(ChangeKey key) throws InterruptedException;
    }

    /** Whether nobody had ever written into the logs when this attempt began. */
    public boolean wereEmpty() {
        return begun.values().stream().allMatch(end -> end == 0);
    }

    /**
     * Tells the rows that stand although their last change came before a position. One partition's keys are in memory at a time.
     *
     * @param of that position of a row; null: it is not meant
     */
    public void before(Function<ChangeKey, @Nullable Position> of, Visitor visitor) throws InterruptedException {
        for (Topic<?, ?> log : logs) {
            Set<ChangeKey> standing = new LinkedHashSet<>();
            WholeTopic.readEach(
                    committed,
                    begun,
                    topics,
                    log.name(),
                    Topics.PARTITIONS,
                    new WholeTopic.Visitor<InterruptedException>() {
                        @Override
                        public void record(ConsumerRecord<byte[], byte @Nullable []> record) {
                            ChangeKey key = ChangeKey.of(record.key());
                            Position position = isOfSource(key) ? of.apply(key) : null;
                            if (position != null) {
                                Position last =
                                        ChangeHeaders.of(record.headers()).position();
                                if (record.value() != null && position.isAfter(last)) {
                                    standing.add(key);
                                } else {
                                    standing.remove(key);
                                }
                            }
                        }

                        @Override
                        public void end() throws InterruptedException {
                            for (ChangeKey key : standing) {
                                visitor.row(key);
                            }
                            standing.clear();
                        }
                    });
        }
    }
}
