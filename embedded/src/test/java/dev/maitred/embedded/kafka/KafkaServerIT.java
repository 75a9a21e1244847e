package dev.maitred.embedded.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.testing.Records;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServerIT {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    private KafkaServer start() {
        return KafkaServer.start(temporary.resolve("kafka"));
    }

    @Test
    void records_and_address_are_there_after_a_restart_and_closing_twice_is_fine() throws Exception {
        String first;
        try (KafkaServer server = start()) {
            first = server.bootstrap();
            Records.createTopic(first, "t", 3);
            try (var producer = Records.producer(first, Map.of())) {
                producer.send(new ProducerRecord<>("t", "k", "kept")).get();
            }
            server.close();
            assertThat(server.isAlive()).isFalse();
        }
        long started = System.nanoTime();
        try (KafkaServer server = start()) {
            System.out.println("Kafka restart: " + (System.nanoTime() - started) / 1_000_000 + " ms");
            assertThat(server.bootstrap()).isEqualTo(first);
            assertThat(Records.committed(first, "t")).containsExactly("kept");
        }
    }

    @Test
    void it_speaks_the_streams_protocol() throws Exception {
        try (KafkaServer server = start();
                Admin admin = Records.admin(server.bootstrap())) {
            assertThat(admin.describeFeatures().featureMetadata().get().finalizedFeatures())
                    .extractingByKey("streams.version")
                    .satisfies(range -> assertThat(range.maxVersionLevel()).isEqualTo((short) 1));
        }
    }

    @Test
    void a_large_record_is_taken_and_an_unknown_topic_is_not_made() throws Exception {
        try (KafkaServer server = start()) {
            Records.createTopic(server.bootstrap(), "large", 1);
            Map<String, Object> large = Map.of("max.request.size", KafkaSettings.LARGEST_BATCH_BYTES);
            try (var producer = Records.producer(server.bootstrap(), large)) {
                producer.send(new ProducerRecord<>("large", "k", "x".repeat(15 << 20)))
                        .get();
            }
            assertThat(Records.committed(server.bootstrap(), "large"))
                    .singleElement()
                    .satisfies(value -> assertThat(value).hasSize(15 << 20));
            try (var producer = Records.producer(server.bootstrap(), Map.of("max.block.ms", 1_000))) {
                assertThatThrownBy(() -> producer.send(new ProducerRecord<>("mispelt", "k", "v"))
                                .get())
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(TimeoutException.class);
            }
        }
    }

    @Test
    void a_port_in_use_is_said_and_the_next_start_works() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThatThrownBy(() -> KafkaServer.start(temporary.resolve("kafka"), other.getLocalPort()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " of 127.0.0.1 is in use, so Kafka");
        }
        try (KafkaServer server = start()) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    @Test
    void a_broker_that_gives_up_leaves_the_process_and_can_be_restarted() throws Exception {
        try (KafkaServer server = start()) {
            Records.createTopic(server.bootstrap(), "t", 1);
            try (var producer = Records.producer(server.bootstrap(), Map.of())) {
                producer.send(new ProducerRecord<>("t", "k", "kept")).get();
            }
            // What the broker's own threads call when its last log directory has failed.
            assertThatThrownBy(() -> Exit.halt(1)).hasMessageContaining("gave up");
            assertThat(server.isAlive()).isFalse();
            server.restart();
            assertThat(server.isAlive()).isTrue();
            assertThat(Records.committed(server.bootstrap(), "t")).containsExactly("kept");
        }
    }

    @Test
    void a_second_broker_on_the_same_directory_is_refused() {
        try (KafkaServer server = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("in use by this process");
            assertThat(server.isAlive()).isTrue();
        }
    }
}
