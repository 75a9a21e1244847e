package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.resync.Resync;
import dev.maitred.ingest.resync.Resync.State;
import dev.maitred.ingest.resync.Scope;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that are read again while the stream goes on. */
@Timeout(180)
class ResyncIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TableName BOOKINGS = new TableName("public", "bookings");

    @Test
    void a_venue_that_is_read_again_has_its_rows_anew_and_no_others() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(bookings(10, 1, 3000), bookings(20, 4001, 4100))) {
            int before = running.records().size();

            Resync done = resync(running, Scope.ofVenue(running.club(1)));

            List<ChangeRecord> again =
                    running.records().subList(before, running.records().size());
            assertThat(again).hasSize(1 + 1 + 3000).allSatisfy(record -> {
                assertThat(record.key().owner()).isEqualTo(running.club(1));
                assertThat(record.headers().reason()).isEqualTo(Reason.RESYNC);
            });
            assertThat(done.read()).isEqualTo(2 + 2 + 3100);
            assertThat(done.written()).isEqualTo(3002);
            assertThat(done.removed()).isZero();
            assertNeverBack(running.records());
        }
    }

    @Test
    void children_of_a_row_that_moved_follow_it_though_ingest_ended_before_they_were_read_again() throws Exception {
        try (RunningIngest running = RunningIngest.throughWith(bookings(10, 1, 3))) {
            String before = running.club(1) + "/occupant/bookings/1";
            try (Connection writer = running.source().database.connect();
                    Statement statement = writer.createStatement()) {
                // A read at one LSN waits for who is writing.
                writer.setAutoCommit(false);
                statement.execute("SELECT pg_current_xact_id()");
                running.source().sql("UPDATE nights SET club_id = 2 WHERE id = 10");
                assertThat(running.rows().keySet()).contains(running.club(2) + "/slot/nights/10", before);
                running.restart();
                writer.rollback();
            }
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.rows().keySet())
                            .contains(running.club(2) + "/occupant/bookings/1")
                            .doesNotContain(before));
        }
    }

    @Test
    void what_stands_in_the_log_and_not_in_the_table_is_removed_and_what_is_missing_comes() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(bookings(10, 1, 100))) {
            // Somebody has damaged the log: one row too many, one too few.
            Change stray = running.rows().get(running.club(1) + "/occupant/bookings/5");
            write(key(running, "999"), stray);
            write(key(running, "5"), null);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.rows())
                            .containsKey(running.club(1) + "/occupant/bookings/999")
                            .doesNotContainKey(running.club(1) + "/occupant/bookings/5"));

            Resync done = resync(running, Scope.ofTables(Set.of(BOOKINGS)));

            assertThat(running.rows().keySet())
                    .contains(running.club(1) + "/occupant/bookings/5")
                    .doesNotContain(running.club(1) + "/occupant/bookings/999")
                    .hasSize(2 + 2 + 100);
            assertThat(done.removed()).isEqualTo(1);
            assertThat(running.remembered("bookings")).hasSize(100);
        }
    }

    @Test
    void what_changes_meanwhile_is_the_streams() throws Exception {
        try (RunningIngest running = RunningIngest.throughWith(bookings(10, 1, 5000))) {
            running.ingest().resyncs().ask("mine", Scope.ofTables(Set.of(BOOKINGS)));
            for (int i = 1; i <= 200; i++) {
                running.source()
                        .sql(
                                "UPDATE bookings SET table_id = 1000 + " + i + " WHERE id = " + i * 20,
                                "DELETE FROM bookings WHERE id = " + (i * 20 + 1));
            }
            awaitDone(running, "mine");

            Map<String, Integer> tables = new HashMap<>();
            running.rows().forEach((key, change) -> {
                if (change instanceof Occupant occupant) {
                    tables.put(
                            key.substring(key.lastIndexOf('/') + 1),
                            Integer.parseInt(occupant.units().getFirst()));
                }
            });
            assertThat(tables)
                    .hasSize(5000 - 200)
                    .doesNotContainKeys("21", "3981")
                    .containsEntry("20", 1001);
            for (int i = 1; i <= 200; i++) {
                assertThat(tables).containsEntry(Integer.toString(i * 20), 1000 + i);
            }
            assertNeverBack(running.records());
        }
    }

    @Test
    void rows_that_look_up_a_parent_move_with_it() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(bookings(10, 1, 50))) {
            running.source().sql("UPDATE nights SET club_id = 2 WHERE id = 10");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.rows().keySet())
                            .filteredOn(key -> key.contains("/occupant/"))
                            .hasSize(50)
                            .allMatch(key -> key.startsWith(running.club(2) + "/")));
            assertNeverBack(running.records());
        }
    }

    private static ChangeKey key(RunningIngest running, String row) {
        return new ChangeKey(running.club(1), Entity.OCCUPANT, "bookings", row);
    }

    private static void write(ChangeKey key, @Nullable Change change) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestServers.kafkaBootstrap()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    Topics.VENUE_CHANGES.name(),
                    Topics.partitionOf(key.owner()),
                    null,
                    key.bytes(),
                    change == null ? null : ChangeSerde.encode(change),
                    new ChangeHeaders(new Position(1, new Lsn(1), 1), Reason.UPDATE, null).toKafka()));
        }
    }

    private static Resync resync(RunningIngest running, Scope scope) {
        running.ingest().resyncs().ask("mine", scope);
        return awaitDone(running, "mine");
    }

    private static Resync awaitDone(RunningIngest running, String id) {
        return await().atMost(SOON)
                .until(
                        () -> running.ingest().resyncs().all().stream()
                                .filter(each -> each.id().equals(id))
                                .findFirst()
                                .orElseThrow(),
                        each -> {
                            assertThat(each.failure()).isNull();
                            return each.state() == State.DONE;
                        });
    }

    /** For one key no older position follows a newer one. */
    private static void assertNeverBack(List<ChangeRecord> records) {
        Map<ChangeKey, Position> last = new HashMap<>();
        for (ChangeRecord record : records) {
            if (record.key().entity() != Entity.MARK) {
                Position before = last.put(record.key(), record.position());
                assertThat(before == null || !before.isAfter(record.position()))
                        .as("%s: %s after %s", record.key(), record.position(), before)
                        .isTrue();
            }
        }
    }

    private static String bookings(int night, int from, int to) {
        return "INSERT INTO bookings SELECT id, " + night + ", id % 7, 'BOOKED', 'Ann', null FROM generate_series("
                + from + ", " + to + ") AS id";
    }
}
