package io.debezium.heartbeat;

import io.debezium.connector.base.ChangeEventQueue;
import io.debezium.function.BlockingConsumer;
import io.debezium.heartbeat.Heartbeat.ScheduledHeartbeat;
import io.debezium.pipeline.DataChangeEvent;
import io.debezium.pipeline.spi.OffsetContext;
import io.debezium.schema.SchemaFactory;
import io.debezium.schema.SchemaNameAdjuster;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Stands in the place of the connector's class of this name (ADR 3): it beats at each commit, where that one is silent for up
 * to 2 ms after a beat. A commit that came then was ended by the next beat, which may bear a later LSN than the commit's own end.
 */
public class HeartbeatImpl implements ScheduledHeartbeat {

    /** The field of a heartbeat's key. */
    public static final String SERVER_NAME_KEY = "serverName";

    private final String topicName;
    private final Schema keySchema;
    private final Schema valueSchema;
    private final Struct key;
    private final @Nullable ChangeEventQueue<DataChangeEvent> queue;

    /** @param interval not kept */
    public HeartbeatImpl(Duration interval, String topicName, String serverName, SchemaNameAdjuster adjuster) {
        this(interval, topicName, serverName, adjuster, null);
    }

    /** @param interval not kept */
    public HeartbeatImpl(
            Duration interval,
            String topicName,
            String serverName,
            SchemaNameAdjuster adjuster,
            @Nullable ChangeEventQueue<DataChangeEvent> queue) {
        this.topicName = topicName;
        this.keySchema = SchemaFactory.get().heartbeatKeySchema(adjuster);
        this.valueSchema = SchemaFactory.get().heartbeatValueSchema(adjuster);
        this.key = new Struct(keySchema).put(SERVER_NAME_KEY, serverName);
        this.queue = queue;
    }

    @Override
    public void heartbeat(Map<String, ?> partition, Map<String, ?> offset, BlockingConsumer<SourceRecord> consumer)
            throws InterruptedException {
        forcedBeat(partition, offset, consumer);
    }

    @Override
    public void heartbeat(Map<String, ?> partition, OffsetProducer offset, BlockingConsumer<SourceRecord> consumer)
            throws InterruptedException {
        forcedBeat(partition, offset.offset(), consumer);
    }

    @Override
    public void forcedBeat(Map<String, ?> partition, Map<String, ?> offset, BlockingConsumer<SourceRecord> consumer)
            throws InterruptedException {
        if (offset != null && !offset.isEmpty()) {
            consumer.accept(record(partition, offset));
        }
    }

    @Override
    public void emitWithDelay(Map<String, ?> partition, OffsetContext offset) throws InterruptedException {
        emit(partition, offset);
    }

    @Override
    public void emit(Map<String, ?> partition, OffsetContext offset) throws InterruptedException {
        Map<String, ?> now = offset == null ? null : offset.getOffset();
        if (now != null && !now.isEmpty()) {
            Objects.requireNonNull(queue, "a heartbeat without a queue")
                    .enqueue(new DataChangeEvent(record(partition, now)));
        }
    }

    private SourceRecord record(Map<String, ?> partition, Map<String, ?> offset) {
        Struct value = new Struct(valueSchema).put("ts_ms", System.currentTimeMillis());
        return new SourceRecord(partition, offset, topicName, 0, keySchema, key, valueSchema, value);
    }

    @Override
    public boolean expired() {
        return true;
    }

    @Override
    public void reset() {
        // There is no time to wait for.
    }

    @Override
    public boolean isEnabled() {
        return true;
    }
}
