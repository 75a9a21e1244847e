package dev.maitred.ingest.memory;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.wire.ChangeHeaders;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.jspecify.annotations.Nullable;

/**
 * Which of a source's rows stand in the change logs, by reading them whole: for the rare moments at which many rows are gone without
 * a word of each (a truncated table, a snapshot that does not find them any more).
 */
public final class StandingRows {

    private final WholeTopic topics;
    private final String source;
    private final String prefix;
    private final Set<Topic<?, ?>> logs;

    /**
     * Reads what is not committed yet too: what this process itself has written last is among it, and of what an attempt before left
     * open nothing stands that was not written again.
     *
     * @param logs those that the source feeds
     */
    public StandingRows(String bootstrap, String source, Set<Topic<?, ?>> logs) {
        this.topics = new WholeTopic(bootstrap, IsolationLevel.READ_UNCOMMITTED);
        this.source = source;
        this.prefix = source + ":";
        this.logs = Set.copyOf(logs);
    }

    private boolean isOfSource(ChangeKey key) {
        return key.owner().startsWith(prefix)
                || key.isOfNoVenue() && key.owner().equals(source);
    }

    /** Told the key of one row. */
    public interface Visitor {
        void row(ChangeKey key) throws InterruptedException;
    }

    /** Whether nobody has ever written into the logs. */
    public boolean isEmpty() {
        return logs.stream().allMatch(log -> topics.isEmpty(log.name(), Topics.PARTITIONS));
    }

    /**
     * Tells the rows that stand although their last change came before a position. One partition's keys are in memory at a time.
     *
     * @param of which rows are meant
     */
    public void before(Position position, Predicate<ChangeKey> of, Visitor visitor) throws InterruptedException {
        for (Topic<?, ?> log : logs) {
            Set<ChangeKey> standing = new LinkedHashSet<>();
            topics.readEach(log.name(), Topics.PARTITIONS, new WholeTopic.Visitor<InterruptedException>() {
                @Override
                public void record(ConsumerRecord<byte[], byte @Nullable []> record) {
                    ChangeKey key = ChangeKey.of(record.key());
                    if (isOfSource(key) && of.test(key)) {
                        Position last = ChangeHeaders.of(record.headers()).position();
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
