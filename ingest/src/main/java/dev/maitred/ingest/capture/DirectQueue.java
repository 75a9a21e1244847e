package dev.maitred.ingest.capture;

import io.debezium.connector.base.QueueProvider;
import io.debezium.pipeline.DataChangeEvent;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Hands records over on the engine's own reading thread instead of queueing them for another: no wait for a poll, no spinning.
 *
 * <p>Of them only heartbeats, at commits, and what the source's clock wrote go on to the engine's handler, at most one at a time, so
 * that it confirms to PostgreSQL what was published.
 */
public final class DirectQueue implements QueueProvider<DataChangeEvent> {

    /** The engine's setting that says which capture a queue belongs to. */
    static final String CAPTURE = "maitred.capture";

    /** Nothing to confirm: a word to the handler to rest, for a poll that finds nothing looks again and again, with the queue's lock. */
    private static final DataChangeEvent REST =
            new DataChangeEvent(new SourceRecord(Map.of(), Map.of(), "rest", null, null));

    /** Shorter than the handler rests, so that it is told so again by the next poll. */
    private static final long REST_AFTER_NANOS = 500_000_000;

    private static final Map<String, Receiver> RECEIVERS = new ConcurrentHashMap<>();

    private final AtomicReference<@Nullable DataChangeEvent> heartbeat = new AtomicReference<>();
    private @Nullable Receiver receiver;
    private volatile long polledNanos = System.nanoTime() - REST_AFTER_NANOS;

    /** Takes every record of one capture. */
    interface Receiver {

        void receive(SourceRecord record) throws InterruptedException;

        /** The record that confirms what was published up to now; null when there is nothing new to confirm. */
        @Nullable
        SourceRecord confirmation(SourceRecord heartbeat);
    }

    static void register(String capture, Receiver receiver) {
        RECEIVERS.put(capture, receiver);
    }

    static void unregister(String capture) {
        RECEIVERS.remove(capture);
    }

    @Override
    public String name() {
        return "maitred";
    }

    @Override
    public void configure(Map<String, ?> settings) {
        String capture = Objects.requireNonNull(settings.get(CAPTURE), CAPTURE).toString();
        receiver = Objects.requireNonNull(RECEIVERS.get(capture), "no capture called " + capture);
    }

    @Override
    public void enqueue(DataChangeEvent event) throws InterruptedException {
        SourceRecord record = event.getRecord();
        Receiver to = Objects.requireNonNull(receiver);
        to.receive(record);
        if (heartbeat.get() == null && record.valueSchema() != null && (isHeartbeat(record) || isMessage(record))) {
            SourceRecord confirmation = to.confirmation(record);
            if (confirmation != null) {
                heartbeat.set(new DataChangeEvent(confirmation));
            }
        }
    }

    /** Those of the source's clock come when nothing else does: without them the last commit would be confirmed with the next one only. */
    private static boolean isMessage(SourceRecord record) {
        return record.valueSchema().field("message") != null;
    }

    private static boolean isHeartbeat(SourceRecord record) {
        return record.valueSchema().name() != null
                && record.valueSchema().name().endsWith("Heartbeat");
    }

    /** Whether a record has something to confirm. */
    static boolean confirms(SourceRecord record) {
        return record != REST.getRecord();
    }

    @Override
    public DataChangeEvent poll() {
        polledNanos = System.nanoTime();
        DataChangeEvent confirmation = heartbeat.getAndSet(null);
        return confirmation == null ? REST : confirmation;
    }

    @Override
    public int size() {
        return heartbeat.get() != null || System.nanoTime() - polledNanos >= REST_AFTER_NANOS ? 1 : 0;
    }
}
