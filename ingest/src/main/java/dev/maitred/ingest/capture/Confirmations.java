package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's reading thread has to say to its handler: heartbeats, of which the last one goes on, with what was published
 * until then in the place of what was read. So that is what is confirmed to PostgreSQL.
 */
public final class Confirmations implements QueueProvider<DataChangeEvent> {

    /** Nothing to confirm: a word to the handler to rest, for a poll that finds nothing looks again and again, with the queue's lock. */
    private static final DataChangeEvent REST =
            new DataChangeEvent(new SourceRecord(Map.of(), Map.of(), "rest", null, null));

    /** Shorter than the handler rests, so that it is told so again by the next poll. */
    private static final long REST_AFTER_NANOS = 500_000_000;

    private final AtomicReference<@Nullable DataChangeEvent> confirmation = new AtomicReference<>();
    private @Nullable Life life;
    private volatile long polledNanos = System.nanoTime() - REST_AFTER_NANOS;

    @Override
    public String name() {
        return "maitred";
    }

    @Override
    public void configure(Map<String, ?> settings) {
        life = Life.of(settings);
    }

    @Override
    public void enqueue(DataChangeEvent heartbeat) {
        Lsn published = Objects.requireNonNull(life).published();
        if (published != null) {
            confirmation.set(new DataChangeEvent(confirming(heartbeat.getRecord(), published)));
        }
    }

    /** A heartbeat whose offset says no more than what was published. */
    private static SourceRecord confirming(SourceRecord heartbeat, Lsn published) {
        return new SourceRecord(
                heartbeat.sourcePartition(),
                Map.of("lsn", published.value(), "lsn_proc", published.value(), "lsn_commit", published.value()),
                heartbeat.topic(),
                heartbeat.keySchema(),
                heartbeat.key(),
                heartbeat.valueSchema(),
                heartbeat.value());
    }

    /** Whether a record has something to confirm. */
    static boolean confirms(SourceRecord record) {
        return record != REST.getRecord();
    }

    @Override
    public DataChangeEvent poll() {
        polledNanos = System.nanoTime();
        DataChangeEvent next = confirmation.getAndSet(null);
        return next == null ? REST : next;
    }

    @Override
    public int size() {
        return confirmation.get() != null || System.nanoTime() - polledNanos >= REST_AFTER_NANOS ? 1 : 0;
    }
}
