package dev.maitred.ops.answer;

import dev.maitred.contract.Topics;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchInterceptor;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Hands a replica's records on, partition by partition, and knows how far it has come. A record that cannot be taken stops its own
 * partition; the others go on. Called by one thread at a time.
 */
final class ReplicaReader implements BatchMessageListener<String, byte[]>, BatchInterceptor<String, byte[]> {

    /** Nothing of the partition has been read yet. */
    static final long BEGINNING = -1;

    private final String topic;
    private final Consumer<ConsumerRecord<String, byte[]>> content;
    private final IntConsumer whenCaughtUp;
    private final Rests rests;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final AtomicLongArray positions = new AtomicLongArray(Topics.PARTITIONS);
    private final BitSet ends = new BitSet(Topics.PARTITIONS);
    private final BitSet stopped = new BitSet(Topics.PARTITIONS);

    ReplicaReader(
            String topic, Consumer<ConsumerRecord<String, byte[]>> content, IntConsumer whenCaughtUp, Rests rests) {
        this.topic = topic;
        this.content = content;
        this.whenCaughtUp = whenCaughtUp;
        this.rests = rests;
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            positions.set(partition, BEGINNING);
        }
    }

    /** Open until everything that was there at the start has been handed on. */
    CountDownLatch caughtUp() {
        return caughtUp;
    }

    /** The offset of the first record of a partition that was not handed on, or {@link #BEGINNING}. */
    long position(int partition) {
        return positions.get(partition);
    }

    @Override
    public boolean wantsPollResult() {
        return true;
    }

    @Override
    public void onMessage(
            ConsumerRecords<String, byte[]> records,
            @Nullable Acknowledgment none,
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer) {
        RuntimeException failure = null;
        for (TopicPartition partition : records.partitions()) {
            try {
                take(partition.partition(), records.records(partition));
            } catch (RuntimeException e) {
                consumer.seek(partition, position(partition.partition()));
                failure = failed(partition.partition(), e, failure);
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (stopped.isEmpty()) {
            rests.over();
        }
    }

    private void take(int partition, List<ConsumerRecord<String, byte[]>> records) {
        stopped.set(partition);
        for (ConsumerRecord<String, byte[]> record : records) {
            // Set before: what fails is read again, whether it was half taken or not at all.
            positions.lazySet(partition, record.offset());
            content.accept(record);
        }
        positions.lazySet(partition, records.getLast().offset() + 1);
        stopped.clear(partition);
    }

    private RuntimeException failed(int partition, RuntimeException cause, @Nullable RuntimeException before) {
        if (before != null) {
            before.addSuppressed(cause);
            return before;
        }
        return new IllegalStateException(
                "The record at offset " + position(partition) + " of partition " + partition + " of " + topic
                        + " could not be taken",
                cause);
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, byte[]>> records) {
        throw new IllegalStateException("The records were asked for by partition");
    }

    @Override
    public ConsumerRecords<String, byte[]> intercept(
            ConsumerRecords<String, byte[]> records,
            org.apache.kafka.clients.consumer.Consumer<String, byte[]> consumer) {
        return records;
    }

    /** Before each poll, when all that came before it has been handed on. Asks nobody: the last fetch said where the ends are. */
    @Override
    public void setupThreadState(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
        if (caughtUp.getCount() == 0) {
            return;
        }
        for (TopicPartition partition : consumer.assignment()) {
            if (!ends.get(partition.partition())) {
                OptionalLong lag = consumer.currentLag(partition);
                if (lag.isPresent() && lag.getAsLong() == 0) {
                    ends.set(partition.partition());
                    whenCaughtUp.accept(partition.partition());
                }
            }
        }
        if (ends.cardinality() == Topics.PARTITIONS) {
            caughtUp.countDown();
        }
    }
}
