package dev.maitred.ingest.change;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.mapping.catalogue.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Follows what stands in the logs of the tables whose mapping changes, from their beginning on, as every reader sees it. */
final class StandingLog implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private record Wanted(Map<TopicPartition, Long> ends, CompletableFuture<@Nullable Void> reached) {}

    private final String source;
    private final Set<String> rules;
    private final Set<TableName> tables;
    private final Spool spool;
    private final List<TopicPartition> partitions;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final KafkaConsumer<byte[], byte[]> ends;
    private final AtomicReference<@Nullable Wanted> wanted = new AtomicReference<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile Position latest = Position.NONE;
    private volatile boolean closing;
    private @Nullable Thread thread;

    /**
     * @param changes the change logs that the source feeds by either mapping
     * @param rules by either mapping, of the tables that differ
     */
    StandingLog(
            String bootstrap,
            String source,
            Set<Topic<?, ?>> changes,
            Set<String> rules,
            Set<TableName> tables,
            Spool spool) {
        this.source = source;
        this.rules = Set.copyOf(rules);
        this.tables = Set.copyOf(tables);
        this.spool = spool;
        this.partitions = Place.logs(changes).stream()
                .flatMap(log -> IntStream.range(0, Topics.PARTITIONS).mapToObj(each -> new TopicPartition(log, each)))
                .toList();
        this.reader = consumer(bootstrap, IsolationLevel.READ_COMMITTED);
        this.ends = consumer(bootstrap, IsolationLevel.READ_UNCOMMITTED);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String bootstrap, IsolationLevel isolation) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        isolation.name().toLowerCase(Locale.ROOT),
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        (int) POLL.toMillis(),
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    void start() {
        thread = Thread.ofPlatform().name("standing-" + source).daemon().start(this::run);
    }

    private void run() {
        try (reader) {
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            while (!closing) {
                reader.poll(POLL).forEach(this::take);
                Wanted now = wanted.get();
                if (now != null
                        && now.ends().entrySet().stream()
                                .allMatch(end -> reader.position(end.getKey()) >= end.getValue())) {
                    wanted.compareAndSet(now, null);
                    now.reached().complete(null);
                }
            }
            ended.complete(null);
        } catch (WakeupException e) {
            ended.complete(null);
        } catch (RuntimeException e) {
            ended.completeExceptionally(e);
        }
    }

    private void take(ConsumerRecord<byte[], byte @Nullable []> record) {
        if (record.topic().equals(Topics.INGEST_ROWS.name())) {
            if (isRemembered(new String(record.key(), StandardCharsets.UTF_8), source, tables)) {
                spool.stands(Place.of(record.topic(), record.partition(), record.key()), record.value());
            }
            return;
        }
        ChangeKey key = ChangeKey.of(record.key());
        boolean ofSource = key.owner().startsWith(source + ":")
                || key.isOfNoVenue() && key.owner().equals(source);
        if (ofSource && rules.contains(key.rule())) {
            Position position = ChangeHeaders.of(record.headers()).position();
            latest = position.isAfter(latest) ? position : latest;
            spool.stands(Place.of(record.topic(), record.partition(), record.key()), record.value());
        }
    }

    /** Whether a key of what ingest remembers is of one of these tables. */
    static boolean isRemembered(String key, String source, Set<TableName> tables) {
        if (!key.startsWith(source + "/")) {
            return false;
        }
        int table = source.length() + 1;
        int end = key.indexOf('/', table);
        return end > 0 && tables.contains(TableName.parse(key.substring(table, end)));
    }

    /** The last position of all that stands. */
    Position latest() {
        return latest;
    }

    /** Whether everything that is in the logs now has been read within this time. */
    boolean isThrough(Duration patience) throws InterruptedException {
        Map<TopicPartition, Long> now = new HashMap<>(ends.endOffsets(partitions));
        now.values().removeIf(end -> end == 0);
        CompletableFuture<@Nullable Void> reached = new CompletableFuture<>();
        wanted.set(new Wanted(now, reached));
        try {
            CompletableFuture.anyOf(reached, ended).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return reached.isDone();
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("What stands in the logs cannot be read: " + e.getCause(), e);
        }
    }

    @Override
    public void close() {
        closing = true;
        Thread running = thread;
        if (running != null) {
            reader.wakeup();
            try {
                running.join(Duration.ofSeconds(5));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else {
            reader.close();
        }
        ends.close();
    }
}
