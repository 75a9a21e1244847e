package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Topics;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.Ingest.State;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class PauseIT {

    @Test
    void a_paused_source_lets_go_of_its_replication_slot_and_goes_on_where_it_was_left_even_after_a_restart()
            throws SQLException, ExecutionException, InterruptedException {
        try (RunningIngest running =
                RunningIngest.throughWith("INSERT INTO bookings VALUES (1, 10, 1, 'BOOKED', null)")) {
            int before = running.records().size();
            command(running, "pause");
            await().until(() -> running.ingest().state() == State.PAUSED);
            await().until(() -> running.source().sender() == 0);

            running.restart();
            await().until(() -> running.ingest().state() == State.PAUSED);
            running.source().sql("INSERT INTO bookings VALUES (2, 10, 2, 'BOOKED', null)");
            assertThat(running.source().sender()).isZero();

            command(running, "resume");
            assertThat(running.records().subList(before, running.records().size()))
                    .extracting(record -> record.key().toString())
                    .containsExactly(running.club(1) + "/occupant/bookings/2");

            running.restart();
            await().until(() -> running.ingest().state() == State.STREAMING);
        }
    }

    private static void command(RunningIngest running, String command) throws ExecutionException, InterruptedException {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestServers.kafkaBootstrap()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.INGEST_COMMANDS.name(),
                            0,
                            running.source().name,
                            "{\"command\": \"" + command + "\"}"))
                    .get();
        }
    }
}
