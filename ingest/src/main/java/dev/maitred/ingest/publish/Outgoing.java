package dev.maitred.ingest.publish;

import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.wire.ChangeHeaders;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to Kafka.
 *
 * @param headers null on records that are no changes (dead letters, what is remembered of rows)
 */
public record Outgoing(
        String topic,
        int partition,
        byte[] key,
        byte @Nullable [] value,
        @Nullable ChangeHeaders headers) {

    public Outgoing endingAt(TransactionEnd end) {
        return headers == null ? this : new Outgoing(topic, partition, key, value, headers.endingAt(end));
    }

    ProducerRecord<byte[], byte[]> toKafka() {
        return headers == null
                ? new ProducerRecord<>(topic, partition, key, value)
                : new ProducerRecord<>(topic, partition, null, key, value, headers.toKafka());
    }
}
