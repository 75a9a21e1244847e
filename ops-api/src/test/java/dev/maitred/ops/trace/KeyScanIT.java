package dev.maitred.ops.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Topic;
import dev.maitred.contract.TopicCreation;
import dev.maitred.contract.Topics;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.ops.trace.KeyScan.Looked;
import dev.maitred.ops.trace.KeyScan.Reach;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Looking for keys in logs that are longer than what is read at a time. */
@Timeout(120)
class KeyScanIT {

    private static final int RECORDS = 150_000;
    private static final long PLENTY = Duration.ofMinutes(1).toNanos();

    @TempDir
    private static Path directory;

    private final Topic<String, byte[]> topic = new Topic<>(
            "log-" + UUID.randomUUID(), Topics.BOARDS.key(), Topics.BOARDS.value(), Topics.BOARDS.retention());

    private static Predicate<byte[]> key(String key) {
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return each -> Arrays.equals(each, bytes);
    }

    private Looked look(
            KeyScan scan, String key, int enough, List<Integer> partitions, Set<String> passed, long nanos) {
        return scan.look(
                topic,
                partitions,
                key(key),
                found -> found.size() >= enough,
                record -> passed.add(record.partition() + "/" + record.offset()),
                System.nanoTime() + nanos);
    }

    @Test
    void the_newest_comes_first_and_every_record_is_met_once() {
        try (KafkaServer broker = KafkaServer.start(directory.resolve("kafka"));
                KeyScan scan = new KeyScan(broker.bootstrap())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()))) {
                TopicCreation.ensure(admin, List.of(topic));
            }
            try (var producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", broker.bootstrap(), "linger.ms", 20),
                    new StringSerializer(),
                    new ByteArraySerializer())) {
                for (int i = 0; i < RECORDS; i++) {
                    String key = i % 50_000 == 7 ? "wanted" : i == 0 ? "first" : "k" + i;
                    producer.send(new ProducerRecord<>(topic.name(), i % 3, key, new byte[1]));
                }
            }
            Set<String> passed = new HashSet<>();
            Looked all = look(scan, "wanted", 99, List.of(0, 1, 2, 3), passed, PLENTY);
            assertThat(all.reach()).isEqualTo(Reach.TO_THE_BEGINNING);
            assertThat(all.records()).hasSize(3);
            assertThat(passed).hasSize(RECORDS);

            Looked first = look(scan, "first", 1, List.of(0), new HashSet<>(), PLENTY);
            assertThat(first.records()).extracting(ConsumerRecord::offset).containsExactly(0L);

            passed.clear();
            Looked newest = look(scan, "k" + (RECORDS - 1), 1, List.of(2), passed, PLENTY);
            assertThat(newest.reach()).isEqualTo(Reach.UNTIL_ENOUGH);
            assertThat(passed).hasSizeLessThan(RECORDS / 6);

            assertThat(look(scan, "nix", 1, List.of(0, 1, 2), new HashSet<>(), 0)
                            .reach())
                    .isEqualTo(Reach.UNTIL_TIME_WAS_UP);
            assertThat(look(scan, "nix", 1, List.of(5), new HashSet<>(), PLENTY).reach())
                    .isEqualTo(Reach.TO_THE_BEGINNING);
        }
    }
}
