package dev.maitred.bench.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How far a topic's partitions were at each moment: asking for offsets costs the contender next to nothing, where a reader of all
 * records would take processor time from it.
 */
final class OffsetTimeline implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * One look.
     *
     * @param written by partition: the next offset to be written
     * @param readable by partition: the first that a reader of what is committed does not get yet
     */
    private record Look(long nanos, Map<TopicPartition, Long> written, Map<TopicPartition, Long> readable) {}

    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final List<Look> looks = new ArrayList<>();
    private final Map<TopicPartition, Long> begin;
    private final Thread thread;
    private volatile boolean closing;
    private volatile long readableRecords;
    private volatile @Nullable RuntimeException failure;

    /** Looks from now on. */
    OffsetTimeline(Admin admin, List<TopicPartition> partitions) {
        this.admin = admin;
        this.partitions = partitions;
        this.begin = offsets(IsolationLevel.READ_UNCOMMITTED);
        this.thread = Thread.ofPlatform().name("offsets").start(this::run);
    }

    /** The offsets at the beginning. */
    Map<TopicPartition, Long> begin() {
        return begin;
    }

    /** Records and transaction marks that have become readable since. */
    long readableRecords() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return readableRecords;
    }

    /** When the first of these offsets had been written, in {@link System#nanoTime()}. */
    long firstWritten(Map<TopicPartition, Long> first) {
        return moment(look -> first.entrySet().stream()
                .anyMatch(each -> look.written().getOrDefault(each.getKey(), 0L) > each.getValue()));
    }

    /** When all of these offsets could be read, in {@link System#nanoTime()}. */
    long allReadable(Map<TopicPartition, Long> last) {
        return moment(look -> last.entrySet().stream()
                .allMatch(each -> look.readable().getOrDefault(each.getKey(), 0L) > each.getValue()));
    }

    private long moment(Function<Look, Boolean> when) {
        synchronized (looks) {
            return looks.stream()
                    .filter(when::apply)
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalStateException("Records were read that no look at the offsets has seen"))
                    .nanos();
        }
    }

    private void run() {
        try {
            while (!closing) {
                Map<TopicPartition, Long> written = offsets(IsolationLevel.READ_UNCOMMITTED);
                Map<TopicPartition, Long> readable = offsets(IsolationLevel.READ_COMMITTED);
                synchronized (looks) {
                    looks.add(new Look(System.nanoTime(), written, readable));
                }
                readableRecords = partitions.stream()
                        .mapToLong(each -> readable.getOrDefault(each, 0L) - begin.getOrDefault(each, 0L))
                        .sum();
                LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private Map<TopicPartition, Long> offsets(IsolationLevel isolation) {
        try {
            return admin
                    .listOffsets(
                            partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())),
                            new ListOffsetsOptions(isolation))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, each -> each.getValue().offset()));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka does not tell how far " + partitions + " are", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        closing = true;
        thread.join();
    }
}
