package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.change.MappingState.State;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is written to the tables of a changed mapping between the moment at which their rows are read and the switch. */
@Timeout(180)
class ChangedMeanwhileIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** What the log leaves out of updates is not mapped yet. */
    private static final String FIRST = PrimaryKeyUpdateIT.MAPPING.replace("label: title,", "label: code,");

    private static final String SECOND = PrimaryKeyUpdateIT.MAPPING
            .replace("confirmed: BOOKED", "held: BOOKED")
            .replace("time_zone: zone", "time_zone: zone, tenant: zone");

    @Test
    void an_update_that_leaves_a_value_out_which_only_the_new_mapping_reads_has_the_value_that_was_read()
            throws SQLException {
        try (RunningIngest running = running()) {
            change(
                    running,
                    "UPDATE nights SET ends = ends + interval '1 hour' WHERE id = 10",
                    "UPDATE clubs SET zone = 'Europe/Oslo' WHERE id = 1",
                    PrimaryKeyUpdateIT.night(30, 2, "'c'"),
                    "UPDATE nights SET ends = ends + interval '1 hour' WHERE id = 30",
                    "UPDATE nights SET title = null WHERE id = 20");
            assertIsAsMapped(running, Map.of());
            assertIsRemembered(running, Map.of());
        }
    }

    @Test
    void a_primary_key_that_is_updated_takes_along_all_that_the_new_mapping_reads() throws SQLException {
        try (RunningIngest running = running()) {
            change(
                    running,
                    "UPDATE nights SET id = 11 WHERE id = 10",
                    "UPDATE nights SET id = 21, club_id = 1 WHERE id = 20",
                    "UPDATE clubs SET id = 3 WHERE id = 1",
                    "UPDATE bookings SET id = 5 WHERE id = 1",
                    "UPDATE tickets SET id = 6 WHERE id = 1",
                    "UPDATE nights SET id = 10 WHERE id = 11");
            await().atMost(SOON).untilAsserted(() -> assertIsAsMapped(running, Map.of()));
            assertIsRemembered(running, Map.of());
        }
    }

    @Test
    void rows_that_are_kept_stand_as_the_new_mapping_last_made_them_and_those_purged_before_as_the_old_one_did()
            throws SQLException {
        try (RunningIngest running = running()) {
            String purged = running.club(1) + "/occupant/bookings/1";
            Map<String, Change> kept = new HashMap<>();
            kept.put(purged, Objects.requireNonNull(running.rows().get(purged)));
            running.source().sql("DELETE FROM bookings WHERE id = 1");
            try (Held held = hold(running)) {
                running.source().sql("INSERT INTO bookings VALUES (3, 10, 'BOOKED')");
                Map<String, Change> wanted = AsMapped.rows(running.source(), second(running));
                for (String each :
                        new String[] {running.club(2) + "/occupant/bookings/2", running.club(1) + "/occupant/bookings/3"
                        }) {
                    kept.put(each, Objects.requireNonNull(wanted.get(each)));
                }
                running.source().sql("DELETE FROM bookings", "DELETE FROM tickets WHERE id = 1");
                held.release();
            }
            MappingChangeIT.awaitInForce(running, second(running));
            assertIsAsMapped(running, kept);
            assertIsRemembered(running, kept);
        }
    }

    @Test
    void of_a_table_that_is_truncated_what_was_written_to_it_since_stands_and_what_is_kept() throws SQLException {
        try (RunningIngest running = running()) {
            Map<String, Change> kept = new HashMap<>(AsMapped.rows(running.source(), second(running)));
            kept.keySet().removeIf(key -> !key.contains("/bookings/"));
            change(
                    running,
                    "INSERT INTO tickets VALUES (3, 'a', 'BOOKED')",
                    "TRUNCATE tickets",
                    "INSERT INTO tickets VALUES (1, 'b', 'BOOKED'), (4, 'a', 'BOOKED')",
                    "TRUNCATE clubs CASCADE",
                    "INSERT INTO clubs VALUES (2, 'Red again', null, 'Europe/Lisbon')",
                    PrimaryKeyUpdateIT.night(10, 2, "'a'"),
                    "INSERT INTO tickets VALUES (2, 'a', 'BOOKED')");
            assertIsAsMapped(running, kept);
            assertIsRemembered(running, kept);
        }
    }

    private static RunningIngest running() throws SQLException {
        return RunningIngest.throughWith(new Source(PrimaryKeyUpdateIT.SCHEMA, FIRST), PrimaryKeyUpdateIT.ROWS);
    }

    private static String second(RunningIngest running) {
        return SECOND.formatted(running.source().name);
    }

    /** Brings the second mapping into force, and has this written before the switch. */
    private static void change(RunningIngest running, String... statements) throws SQLException {
        try (Held held = hold(running)) {
            running.source().sql(statements);
            held.release();
        }
        MappingChangeIT.awaitInForce(running, second(running));
    }

    private static void assertIsAsMapped(RunningIngest running, Map<String, Change> kept) throws SQLException {
        AsMapped.assertIs(running, second(running), kept);
        assertThat(running.ingest().counters().deadLetters()).isZero();
    }

    /** What came to be remembered by the switch is enough for all that comes, in this life and in the next. */
    private static void assertIsRemembered(RunningIngest running, Map<String, Change> kept) throws SQLException {
        running.source().sql("UPDATE nights SET ends = ends + interval '1 hour'", "DELETE FROM tickets WHERE id = 2");
        assertIsAsMapped(running, kept);
        running.restartBy(second(running));
        running.source().sql("UPDATE nights SET starts = starts - interval '1 hour'", "DELETE FROM tickets");
        assertIsAsMapped(running, kept);
    }

    /** Begins the change, and waits until its rows are read. */
    private static Held hold(RunningIngest running) throws SQLException {
        MappingChangeIT.letIn(running, second(running));
        Held held = new Held();
        running.ingest().map(second(running));
        await().atMost(SOON).until(() -> running.ingest().mapping().state() == State.SWITCHING);
        return held;
    }

    /** Nobody switches before the logs can be read to their end: a Kafka transaction of somebody else is open in one. */
    private static final class Held implements AutoCloseable {

        private final KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        TestServers.kafkaBootstrap(),
                        "transactional.id",
                        UUID.randomUUID().toString()),
                new ByteArraySerializer(),
                new ByteArraySerializer());

        Held() {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(
                    Topics.INGEST_ROWS.name(), 0, "nobody/public.none/1".getBytes(StandardCharsets.UTF_8), null));
            producer.flush();
        }

        void release() {
            producer.abortTransaction();
        }

        @Override
        public void close() {
            producer.close(Duration.ZERO);
        }
    }
}
