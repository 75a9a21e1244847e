package dev.maitred.ops.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Topic;
import dev.maitred.contract.TopicCreation;
import dev.maitred.contract.Topics;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.streams.topology.PublishedHeaders.BoardWatermark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A replica on a broker of its own, which these tests stop and start. */
@Timeout(120)
class ReplicaIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String WATERMARK = "{\"incarnation\":1,\"lsn\":\"0/%X\",\"clockMicros\":5}";

    @TempDir
    private static Path directory;

    private static KafkaServer broker;
    private static KafkaProducer<String, byte[]> producer;

    private final Topic<String, byte[]> topic = new Topic<>(
            "boards-" + UUID.randomUUID(), Topics.BOARDS.key(), Topics.BOARDS.value(), Topics.BOARDS.retention());
    private final Held held = new Held();

    /** What was taken, in its order; may be told to fail. */
    private static final class Held implements Replica.Content {

        final List<List<String>> taken = new ArrayList<>();
        final List<String> live = new CopyOnWriteArrayList<>();
        final Map<String, String> values = new ConcurrentHashMap<>();
        /** How many records of each partition had been taken when it was caught up. */
        final Map<Integer, Integer> caughtUp = new ConcurrentHashMap<>();

        volatile Consumer<String> beforeTaking = key -> {};

        Held() {
            IntStream.range(0, Topics.PARTITIONS).forEach(any -> taken.add(new CopyOnWriteArrayList<>()));
        }

        @Override
        public void put(int partition, String key, byte @Nullable [] value, byte[] details) {
            beforeTaking.accept(key);
            taken.get(partition).add(key);
            values.put(key, new String(value, StandardCharsets.UTF_8));
        }

        @Override
        public void watermark(int partition, String source, BoardWatermark watermark, Replica.Travelled travelled) {
            live.add(watermark.lsn() + (travelled.live() ? " live" : " before"));
        }

        @Override
        public void caughtUp(int partition) {
            caughtUp.merge(partition, taken.get(partition).size(), Integer::sum);
        }
    }

    @BeforeAll
    static void start() {
        broker = KafkaServer.start(directory.resolve("kafka"));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrap()), new StringSerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        producer.close(Duration.ofSeconds(5));
        broker.close();
    }

    @BeforeEach
    void aTopicOfItsOwn() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
            TopicCreation.ensure(admin, List.of(topic));
        }
    }

    @Test
    void a_record_that_fails_once_is_taken_again_and_nothing_is_lost_doubled_or_out_of_order() throws Exception {
        failsOnce(key -> {
            throw new IllegalStateException("not now: " + key);
        });
    }

    @Test
    void even_an_error_ends_a_replica_only_until_the_next_one_goes_on_where_it_stopped() throws Exception {
        failsOnce(key -> {
            throw new NoClassDefFoundError("not now: " + key);
        });
    }

    private void failsOnce(Consumer<String> failure) throws InterruptedException {
        AtomicInteger failures = new AtomicInteger();
        held.beforeTaking = key -> {
            if (key.equals("3/70") && failures.getAndIncrement() == 0) {
                failure.accept(key);
            }
        };
        write(0, 100);
        try (Replica replica = started()) {
            assertThat(replica.awaitCaughtUp(SOON)).isTrue();
            assertThat(failures).hasValue(2);
            write(100, 150);
            awaitAll(150);
        }
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            int its = partition;
            assertThat(held.taken.get(partition))
                    .containsExactlyElementsOf(IntStream.range(0, 150)
                            .mapToObj(number -> its + "/" + number)
                            .toList());
        }
    }

    @Test
    void a_record_that_always_fails_holds_up_its_own_partition_only_until_it_can_be_taken() throws Exception {
        held.beforeTaking = key -> {
            if (key.equals("3/70")) {
                throw new IllegalStateException("never");
            }
        };
        write(0, 100);
        try (Replica replica = started()) {
            await().atMost(SOON)
                    .until(() ->
                            held.taken.stream().filter(its -> its.size() == 100).count() == Topics.PARTITIONS - 1);
            write(100, 120);
            await().atMost(SOON)
                    .until(() ->
                            held.taken.stream().filter(its -> its.size() == 120).count() == Topics.PARTITIONS - 1);
            assertThat(held.taken.get(3)).hasSize(70);
            assertThat(replica.awaitCaughtUp(Duration.ZERO)).isFalse();

            held.beforeTaking = key -> {};

            awaitAll(120);
            assertThat(replica.awaitCaughtUp(SOON)).isTrue();
            assertThat(held.taken.get(3)).doesNotHaveDuplicates();
        }
    }

    @Test
    void a_broker_that_comes_late_or_is_started_again_is_waited_for() throws Exception {
        write(0, 20);
        broker.close();
        String before = broker.bootstrap();
        try (Replica replica = started()) {
            assertThat(replica.awaitCaughtUp(Duration.ofSeconds(2))).isFalse();

            broker = KafkaServer.start(directory.resolve("kafka"));
            assertThat(broker.bootstrap()).isEqualTo(before);
            assertThat(replica.awaitCaughtUp(SOON)).isTrue();
            awaitAll(20);

            broker.restart();
            write(20, 40);
            awaitAll(40);
            assertThat(held.taken).allSatisfy(its -> assertThat(its).doesNotHaveDuplicates());
        }
    }

    @Test
    void what_was_there_at_the_start_is_not_live_and_a_topic_without_records_is_read_to_its_end() throws Exception {
        try (Replica nothing = started()) {
            assertThat(nothing.awaitCaughtUp(SOON)).isTrue();
        }
        writeWatermark(1);
        try (Replica replica = started()) {
            assertThat(replica.awaitCaughtUp(SOON)).isTrue();
            writeWatermark(2);
            await().atMost(SOON).until(() -> held.live.size() == 2);
        }
        assertThat(held.live).containsExactly("0/1 before", "0/2 live");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("replica-") && !thread.isDaemon());
    }

    @Test
    void a_partition_is_caught_up_once_and_when_all_that_was_there_has_been_taken() throws Exception {
        write(0, 50);
        try (Replica replica = started()) {
            assertThat(replica.awaitCaughtUp(SOON)).isTrue();
            write(50, 60);
            awaitAll(60);
        }
        assertThat(held.caughtUp)
                .hasSize(Topics.PARTITIONS)
                .allSatisfy((partition, taken) -> assertThat(taken).isEqualTo(50));
    }

    private Replica started() {
        Replica replica = new Replica(broker.bootstrap(), topic, held);
        replica.start();
        return replica;
    }

    private void awaitAll(int each) {
        await().atMost(SOON).until(() -> held.taken.stream().allMatch(its -> its.size() >= each));
        assertThat(held.values)
                .hasSize(Topics.PARTITIONS * each)
                .allSatisfy((key, value) -> assertThat(value).isEqualTo("value of " + key));
    }

    private void write(int from, int to) {
        for (int number = from; number < to; number++) {
            for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
                String key = partition + "/" + number;
                byte[] value = ("value of " + key).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic.name(), partition, key, value));
            }
        }
        producer.flush();
    }

    private void writeWatermark(int lsn) {
        byte[] value = WATERMARK.formatted(lsn).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(topic.name(), 0, "/club/0", value));
        producer.flush();
    }
}
