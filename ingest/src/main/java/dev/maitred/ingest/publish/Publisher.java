package dev.maitred.ingest.publish;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes portions in Kafka transactions, each holding whole source transactions and the offset after them. What waits is taken
 * together, so that a busy source shares commits and a lone commit does not wait.
 */
public final class Publisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** Portions that may wait; beyond that the source's stream is held back. */
    private static final int WAITING_PORTIONS = 8_192;

    /** Records that may wait: portions of a large transaction or of a snapshot hold a thousand each, those of one row a single one. */
    private static final int WAITING_RECORDS = 32_768;

    /** Records after which a Kafka transaction ends at the next whole source transaction. */
    private static final int RECORDS_PER_TRANSACTION = 20_000;

    /** The longest source transaction that one Kafka transaction can hold. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

    private final String source;
    private final Producer<byte[], byte[]> producer;
    private final BlockingQueue<Portion> waiting = new ArrayBlockingQueue<>(WAITING_PORTIONS);
    private final Semaphore room = new Semaphore(WAITING_RECORDS);
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final AtomicReference<@Nullable Lsn> published = new AtomicReference<>();
    private final HoldBack holdBack = new HoldBack();
    private volatile boolean closing;
    private @Nullable Thread thread;

    /**
     * Opens the producer; a predecessor under the same source is fenced from here on, and what it left open is aborted.
     *
     * @param between what stands between this and Kafka; nothing, but in tests
     */
    public Publisher(String source, String bootstrap, UnaryOperator<Producer<byte[], byte[]>> between) {
        this.source = source;
        this.producer = between.apply(
                new KafkaProducer<>(settings(source, bootstrap), new ByteArraySerializer(), new ByteArraySerializer()));
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private static Properties settings(String source, String bootstrap) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                // The first batch of a transaction can meet the end of the one before and be sent again: one behind it
                // would be out of order.
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                1,
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.CLIENT_ID_CONFIG,
                "maitred-ingest-" + source,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "maitred.ingest." + source,
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                (int) TRANSACTION_TIMEOUT.toMillis(),
                // Longer than it takes to hand a transaction over, so that it goes in one request and not the first
                // record
                // alone before the others; a commit waits for none of it.
                ProducerConfig.LINGER_MS_CONFIG,
                5,
                ProducerConfig.BATCH_SIZE_CONFIG,
                256 * 1024,
                // With the broker's add.partitions.to.txn.retry.backoff.ms this is the difference of 1 ms and 20 ms a
                // commit.
                ProducerConfig.RETRY_BACKOFF_MS_CONFIG,
                1L,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "lz4",
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                32L * 1024 * 1024));
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Topic.LARGEST_BATCH);
        return settings;
    }

    /**
     * Begins to write; the offset is stored with each Kafka transaction. One that is before everything is stored at once, so that a
     * snapshot that is cut off is not taken for one that was finished in the incarnation before.
     *
     * @param mapping that everything from there on is mapped by
     */
    public void start(StoredOffset begin, StoredMapping mapping) {
        if (begin.lsn().equals(Lsn.ZERO)) {
            producer.beginTransaction();
            producer.send(offsetRecord(begin));
            producer.send(mappingRecord(mapping));
            producer.commitTransaction();
        }
        thread = Thread.ofPlatform().name("publish-" + source).start(() -> run(begin));
    }

    /**
     * Writes all of it in one Kafka transaction, before anything else is published.
     *
     * @param records told one after the other
     */
    public void switchTo(StoredOffset offset, StoredMapping mapping, Consumer<Consumer<Outgoing>> records) {
        producer.beginTransaction();
        try {
            records.accept(record -> producer.send(record.toKafka()));
            producer.send(offsetRecord(offset));
            producer.send(mappingRecord(mapping));
        } catch (RuntimeException e) {
            producer.abortTransaction();
            throw e;
        }
        producer.commitTransaction();
    }

    /** Hands a portion over; waits while too many wait already. */
    public void publish(Portion portion) throws InterruptedException {
        while (!room.tryAcquire(weight(portion), 100, TimeUnit.MILLISECONDS)) {
            requireGoingOn();
        }
        while (!waiting.offer(portion, 100, TimeUnit.MILLISECONDS)) {
            requireGoingOn();
        }
    }

    private void requireGoingOn() {
        if (ended.isDone()) {
            throw new IllegalStateException("Publication of " + source + " has ended");
        }
    }

    /** What it takes of the room; one that is larger than all of it takes all. */
    private static int weight(Portion portion) {
        return Math.min(portion.records().size(), WAITING_RECORDS);
    }

    /** Waits until the logs hold everything that was handed over, though perhaps not committed. Something has to be published then. */
    public void settle() throws InterruptedException {
        CompletableFuture<@Nullable Void> sent = new CompletableFuture<>();
        publish(Portion.question(sent));
        ended.whenComplete((over, failed) ->
                sent.completeExceptionally(new IllegalStateException("Publication of " + source + " has ended")));
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** How far the change logs hold everything; null until the first Kafka transaction. */
    public @Nullable Lsn published() {
        return published.get();
    }

    /** Completes when writing has ended; exceptionally when it failed. */
    public CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    public HoldBack holdBack() {
        return holdBack;
    }

    private void run(StoredOffset begin) {
        try {
            StoredOffset offset = begin;
            while (!closing) {
                Portion first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    holdBack.await(() -> closing);
                    offset = transaction(first, offset);
                }
            }
            ended.complete(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.complete(null);
        } catch (RuntimeException e) {
            LOG.error("Publication of {} failed; what was not committed is written again after a restart", source, e);
            ended.completeExceptionally(e);
        }
    }

    private StoredOffset transaction(Portion first, StoredOffset before) throws InterruptedException {
        producer.beginTransaction();
        int records = 0;
        StoredOffset offset = before;
        Portion portion = first;
        while (true) {
            portion.records().forEach(record -> producer.send(record.toKafka()));
            room.release(weight(portion));
            records += portion.records().size();
            if (portion.sent() != null) {
                producer.flush();
                portion.sent().complete(null);
            }
            if (portion.end() != null) {
                offset = before.at(portion.end());
            }
            Portion next = !portion.separable() ? take() : records < RECORDS_PER_TRANSACTION ? waiting.poll() : null;
            if (next == null) {
                break;
            }
            portion = next;
        }
        if (!portion.separable()) {
            producer.abortTransaction();
            return before;
        }
        if (!offset.equals(before)) {
            producer.send(offsetRecord(offset));
        }
        producer.commitTransaction();
        if (!offset.equals(before)) {
            published.set(offset.lsn());
        }
        return offset;
    }

    private ProducerRecord<byte[], byte[]> offsetRecord(StoredOffset offset) {
        return new ProducerRecord<>(
                Topics.INGEST_OFFSETS.name(), 0, source.getBytes(StandardCharsets.UTF_8), offset.bytes());
    }

    private ProducerRecord<byte[], byte[]> mappingRecord(StoredMapping mapping) {
        return new ProducerRecord<>(
                Topics.INGEST_OFFSETS.name(),
                0,
                StoredMapping.key(source).getBytes(StandardCharsets.UTF_8),
                mapping.bytes());
    }

    /** The next portion of a source transaction that has begun; null when closing. */
    private @Nullable Portion take() throws InterruptedException {
        while (!closing) {
            Portion next = waiting.poll(100, TimeUnit.MILLISECONDS);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    @Override
    public void close() {
        closing = true;
        Thread running = thread;
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        producer.close(Duration.ofSeconds(2));
    }
}
