package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.change.MappingState.State;
import dev.maitred.ingest.memory.MemoryLoader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A crash while a mapping is brought into force leaves the one before or the new one, and nothing between. */
@Timeout(240)
class MappingSwitchCrashIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_crash_before_the_switch_is_committed_leaves_the_mapping_before_in_force() throws SQLException {
        dies(false);
    }

    @Test
    void a_crash_after_the_switch_is_committed_leaves_the_new_mapping_in_force() throws SQLException {
        dies(true);
    }

    @Test
    void what_a_shadow_left_behind_that_was_cut_off_is_taken_away() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            String slot = running.source().settings.asShadow().replicationSlot();
            running.ingest().close();
            running.source().sql("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')", booking(2));
            running.restartBy(held(running));
            await().atMost(SOON).until(() -> running.ingest().mapping().state() != State.IN_FORCE);
            running.restart();

            awaitHeld(running);
            await().atMost(SOON)
                    .until(() -> running.source()
                            .one("SELECT count(*) FROM pg_replication_slots WHERE slot_name = '" + slot + "'")
                            .equals("0"));
        }
    }

    private static void dies(boolean committed) throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            running.ingest().close();
            String wanted = held(running);
            Dying dying = new Dying(committed);
            try (Ingest doomed = new Ingest(
                    running.source().settings.mappedBy(wanted), new Seams(UnaryOperator.identity(), dying::kafka))) {
                doomed.start();
                await().atMost(SOON).until(() -> dying.dead);
            }
            String inForce = Objects.requireNonNull(new MemoryLoader(TestServers.kafkaBootstrap())
                            .stored(running.source().name)
                            .mapping())
                    .yaml();
            assertThat(inForce)
                    .isEqualTo(committed ? wanted : running.source().settings.mappingYaml());

            running.source().sql(booking(2), "DELETE FROM bookings WHERE id = 1", booking(3));
            running.restartBy(wanted);
            awaitHeld(running);
            assertThat(running.rows()).doesNotContainKey(running.club(1) + "/occupant/bookings/1");
        }
    }

    private static void awaitHeld(RunningIngest running) throws SQLException {
        await().atMost(SOON).untilAsserted(() -> {
            Map<String, Change> rows = running.rows();
            assertThat(rows.get(running.club(1) + "/occupant/bookings/2"))
                    .asString()
                    .contains("HELD");
        });
    }

    private static String held(RunningIngest running) {
        return running.source().settings.mappingYaml().replace("confirmed: BOOKED", "held: BOOKED");
    }

    private static String booking(int id) {
        return "INSERT INTO bookings VALUES (" + id + ", 10, " + id + ", 'BOOKED', 'Ann', null)";
    }

    /** Ends a life where the Kafka transaction of a switch is committed: just before, or just after. */
    private static final class Dying {

        private final boolean committed;
        private volatile boolean dead;
        private volatile boolean switching;

        Dying(boolean committed) {
            this.committed = committed;
        }

        @SuppressWarnings("unchecked")
        Producer<byte[], byte[]> kafka(Producer<byte[], byte[]> producer) {
            return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                    Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                        if (dead && method.getName().equals("close")) {
                            producer.close(Duration.ZERO);
                            return null;
                        }
                        if (dead) {
                            throw new Crash.Died();
                        }
                        if (method.getName().equals("send")) {
                            ProducerRecord<byte[], byte[]> record = (ProducerRecord<byte[], byte[]>) arguments[0];
                            switching |= record.topic().equals(Topics.INGEST_OFFSETS.name())
                                    && new String(record.key(), StandardCharsets.UTF_8).endsWith("/mapping");
                        }
                        boolean last = switching && method.getName().equals("commitTransaction");
                        if (last && !committed) {
                            producer.flush();
                            dead = true;
                            throw new Crash.Died();
                        }
                        try {
                            return method.invoke(producer, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            dead |= last;
                        }
                    });
        }
    }
}
