package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.CommittedLog.Entry;
import dev.maitred.ingest.Crash.Boundary;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureSink;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.memory.RowMemory;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * That a snapshot which was cut off goes on with what it has not read, and ends as SQL says, though the tables changed meanwhile and
 * though it is cut off again where the log is passed over up to the LSN at which the last table was read.
 */
@Timeout(1200)
class SnapshotResumedIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BOOKINGS = 3000;

    /** Of the bookings, when the first life ends: more than two portions are on their way. */
    private static final int READ_OF_BOOKINGS = 2500;

    private static final int SAMPLE = 3;
    private final long seed = Proof.seed();

    @Test
    void tables_that_were_read_are_not_read_again_and_what_changed_meanwhile_comes_through_the_log() throws Exception {
        try (CommittedLog log = new CommittedLog()) {
            Source source = cutOff();
            assertThat(new MemoryLoader(TestServers.kafkaBootstrap())
                            .stored(source.name)
                            .snapshot())
                    .satisfies(begun -> assertThat(
                                    Objects.requireNonNull(begun).tables().keySet())
                            .extracting(table -> table.shortName())
                            .contains("clubs", "nights")
                            .doesNotContain("bookings"));
            List<Entry> entries = goOn(source, new Crash(null, () -> {}), log);

            isTrue(source, entries, "");
            assertThat(entries)
                    .filteredOn(each -> each.headers() != null && each.headers().reason() == Reason.SNAPSHOT)
                    .filteredOn(each -> each.key().contains("/nights/"))
                    .as("nights are read once, before the crash")
                    .hasSize(2);
            assertThat(entries)
                    .filteredOn(each -> each.key().contains("/nights/"))
                    .anyMatch(each -> Objects.requireNonNull(each.headers()).reason() == Reason.UPDATE);
            assertThat(new MemoryLoader(TestServers.kafkaBootstrap())
                            .stored(source.name)
                            .snapshot())
                    .isNull();
        }
    }

    @Test
    void it_may_be_cut_off_again_while_the_log_is_passed_over() throws Exception {
        try (CommittedLog log = new CommittedLog()) {
            Crash never = new Crash(null, () -> {});
            goOn(cutOff(), never, log);
            List<Boundary> behind = new ArrayList<>(never.seen());
            behind.removeIf(each -> each.what().startsWith("READ"));
            assertThat(behind.size()).isGreaterThan(8);
            for (Boundary boundary : Proof.sample(behind, SAMPLE, seed)) {
                Source source = cutOff();
                Crash again = new Crash(boundary, () -> {});
                List<Entry> entries = goOn(source, again, log);
                assertThat(again.happened()).as("%s came by", boundary).isTrue();
                isTrue(source, entries, boundary + ", seed " + seed);
            }
        }
    }

    /** To a read by an LSN before that, the table would be empty, and nothing in the log says so. */
    @Test
    void a_table_that_is_rewritten_before_its_turn_is_read_at_a_later_lsn() throws Exception {
        Source source = new Source();
        source.sql(
                "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null)",
                "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z')",
                "INSERT INTO bookings SELECT id, 10, id, 'BOOKED', 'Ann', null FROM generate_series(1, 50) id");
        AtomicInteger begun = new AtomicInteger();
        UnaryOperator<CaptureSink> rewrites = sink -> event -> {
            if (event instanceof CaptureEvent.SnapshotBegin && begun.incrementAndGet() == 1) {
                rewrite(source);
            }
            sink.accept(event);
        };
        try (CommittedLog log = new CommittedLog();
                Ingest ingest = new Ingest(source.settings, new Seams(rewrites, UnaryOperator.identity()))) {
            ingest.start();
            isTrue(source, log.through(source.name, source.lsn()), "rewritten");
            assertThat(begun).hasValue(2);
        }
    }

    /** The replication slot is not active while tables are read: two that took each other's place would never come to an end. */
    @Test
    void a_second_process_waits_while_the_first_reads_the_tables_and_takes_over_when_it_ends() throws Exception {
        Source source = new Source();
        source.sql(
                "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null)",
                "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z')",
                "INSERT INTO bookings SELECT id, 10, id, 'BOOKED', 'Ann', null FROM generate_series(1, 50) id");
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        UnaryOperator<CaptureSink> waits = sink -> event -> {
            if (event instanceof CaptureEvent.SnapshotBegin) {
                begun.incrementAndGet();
                within.countDown();
                goesOn.await();
            }
            sink.accept(event);
        };
        try (CommittedLog log = new CommittedLog();
                Ingest second = new Ingest(source.settings, Seams.NONE)) {
            try (Ingest first = new Ingest(source.settings, new Seams(waits, UnaryOperator.identity()))) {
                first.start();
                within.await();
                second.start();
                await().atMost(SOON).until(() -> second.state() == Ingest.State.STANDBY);
                assertThat(first.failure()).isNull();
                goesOn.countDown();
                isTrue(source, log.through(source.name, source.lsn()), "read by the first");
                assertThat(begun).hasValue(1);
                assertThat(second.state()).isEqualTo(Ingest.State.STANDBY);
            }
            await().atMost(SOON).until(() -> second.state() == Ingest.State.STREAMING);
            source.sql("INSERT INTO bookings VALUES (9002, 10, 2, 'BOOKED', 'Cleo', null)");
            isTrue(source, log.through(source.name, source.lsn()), "taken over");
        }
    }

    private static void rewrite(Source source) {
        try {
            source.sql("ALTER TABLE bookings ADD COLUMN seen timestamptz DEFAULT clock_timestamp()");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void isTrue(Source source, List<Entry> entries, String when) throws SQLException {
        Map<String, String> told = Truth.told(Difference.latest(entries));
        assertThat(told).as(when).isEqualTo(Truth.of(source));
        assertThat(Difference.olderAfterNewer(entries))
                .as("older after newer, %s", when)
                .isEmpty();
        assertThat(entries)
                .filteredOn(each -> each.headers() != null)
                .extracting(each -> Objects.requireNonNull(each.headers()).position())
                .extracting(Position::incarnation)
                .as("incarnations, %s", when)
                .containsOnly(1);
    }

    /** A source whose first life ended within its bookings, and which has changed since. */
    private static Source cutOff() throws SQLException {
        Source source = new Source();
        source.sql(
                "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null), (2, 'Red', 'Europe/Lisbon', null)",
                "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z'),"
                        + " (20, 2, '2026-11-20 22:00Z', '2026-11-21 06:00Z')",
                "INSERT INTO bookings SELECT id, 10, id, 'BOOKED', 'Ann', null FROM generate_series(1, " + BOOKINGS
                        + ") id");
        CountDownLatch over = new CountDownLatch(1);
        try (Ingest first = new Ingest(
                source.settings,
                new Seams(sink -> untilWithinBookings(source, sink, over), UnaryOperator.identity()))) {
            first.start();
            await().atMost(SOON).until(() -> over.getCount() == 0);
        }
        source.sql(
                "DELETE FROM bookings WHERE id IN (3, 900)",
                "UPDATE nights SET club_id = 2 WHERE id = 10",
                "INSERT INTO nights VALUES (30, 1, '2026-11-22 22:00Z', '2026-11-23 06:00Z')",
                "UPDATE bookings SET night_id = 30 WHERE id IN (4, 901)",
                "INSERT INTO clubs VALUES (3, 'Green', 'Europe/Rome', null)",
                "BEGIN; INSERT INTO bookings VALUES (9001, 20, 1, 'BOOKED', 'Bob', null);"
                        + " UPDATE clubs SET name = 'Deep red' WHERE id = 2; COMMIT",
                "DELETE FROM bookings WHERE id = 9001",
                // Another night under a number that bookings, which are not read yet, go on to name.
                "DELETE FROM nights WHERE id = 20",
                "INSERT INTO nights VALUES (20, 1, '2026-11-24 22:00Z', '2026-11-25 06:00Z')",
                "INSERT INTO bookings VALUES (9003, 20, 3, 'BOOKED', 'Dan', null)",
                "UPDATE nights SET club_id = 1 WHERE id = 10");
        return source;
    }

    /** Lets through what comes until clubs, nights and some of the bookings are in the log for good; then nothing more. */
    private static CaptureSink untilWithinBookings(Source source, CaptureSink sink, CountDownLatch over) {
        AtomicInteger bookings = new AtomicInteger();
        return event -> {
            if (over.getCount() == 0) {
                throw new Crash.Died();
            }
            sink.accept(event);
            if (event instanceof CaptureEvent.Row row
                    && row.table().name().name().equals("bookings")
                    && bookings.incrementAndGet() == READ_OF_BOOKINGS) {
                await().atMost(SOON).until(() -> rememberedBookings(source) > 1000);
                over.countDown();
                throw new Crash.Died();
            }
        };
    }

    /** What is remembered of them is in one Kafka transaction with them. */
    private static long rememberedBookings(Source source) throws SQLException {
        try (Connection connection = source.database.connect()) {
            RowMemory memory =
                    new RowMemory(Mapping.compile(source.settings.mappingYaml(), PostgresCatalogue.read(connection)));
            new MemoryLoader(source.settings.kafkaBootstrap()).rows(memory);
            return memory.rows(new TableName("public", "bookings")).size();
        }
    }

    private static List<Entry> goOn(Source source, Crash crash, CommittedLog log) throws Exception {
        try (Ingest second = new Ingest(source.settings, crash.seams())) {
            second.start();
            log.through(source.name, source.lsn());
            // What looked up another night is read again by itself.
            await().atMost(SOON)
                    .until(() -> new MemoryLoader(TestServers.kafkaBootstrap())
                            .stored(source.name)
                            .unread()
                            .isEmpty());
            source.sql("INSERT INTO bookings VALUES (9002, 30, 2, 'BOOKED', 'Cleo', null)");
            List<Entry> entries = log.through(source.name, source.lsn());
            log.forget(source.name);
            source.sql("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
                    + source.settings.replicationSlot() + "' AND active_pid IS NOT NULL");
            return entries;
        }
    }
}
