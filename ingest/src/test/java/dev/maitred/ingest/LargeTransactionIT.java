package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.embedded.kafka.KafkaServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A transaction of very many rows, captured by a process whose heap holds only a part of it: it is one transaction in the log too, and
 * so it is when the process is killed within it; one that is rolled back leaves nothing.
 */
@Tag("prove")
@Timeout(1800)
class LargeTransactionIT {

    /** Rows that there are: something is remembered of each, so that they are not what is measured. */
    private static final int ROWS = Proof.isWhole() ? 200_000 : 50_000;

    /** How often the transaction changes each of them. */
    private static final int TIMES = Proof.isWhole() ? 5 : 1;

    private static final int CHANGES = ROWS * TIMES;
    private static final int HEAP_MB = Proof.isWhole() ? 256 : 128;
    private static final Path OUTPUT = Path.of("target", "proof", "large-transaction.txt");
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private static final String[] ALL_ROWS = Collections.nCopies(
                    TIMES, "UPDATE bookings SET status = CASE status WHEN 'BOOKED' THEN 'CANCELLED' ELSE 'BOOKED' END")
            .toArray(String[]::new);

    /** Of its own: processes that other tests start read all that is remembered, and would take as long for these rows. */
    private final KafkaServer kafka = KafkaServer.start(Files.createTempDirectory("large-transaction"));

    private final Source source = Source.on(kafka.bootstrap());
    private final BookingCounts committed = new BookingCounts(source, ROWS, "read_committed");
    private final BookingCounts written = new BookingCounts(source, ROWS, "read_uncommitted");
    private int lost;
    private int doubled;

    LargeTransactionIT() throws Exception {}

    @AfterEach
    void close() {
        committed.close();
        written.close();
        kafka.close();
    }

    @Test
    void a_transaction_of_very_many_rows_is_one_in_the_log_and_needs_little_memory() throws Exception {
        source.transaction(
                "INSERT INTO clubs SELECT n, 'Club ' || n, 'UTC' FROM generate_series(1, 4) AS n",
                "INSERT INTO nights SELECT n, n, now(), now() + interval '8 hours' FROM generate_series(1, 4) AS n",
                "INSERT INTO bookings SELECT n, 1 + n % 4, n, 'BOOKED' FROM generate_series(1, " + ROWS + ") AS n");
        long peakMb;
        String speed;
        try (IngestProcess process = IngestProcess.start(source.settings, OUTPUT, HEAP_MB)) {
            until(process, () -> committed.read() >= ROWS);
            assertThat(committed.times(1)).isEqualTo(ROWS);
            forget();
            speed = whole(process);
            rolledBack(process);
            peakMb = process.peakMb();
            killedWithin(process);
        }
        try (IngestProcess process = IngestProcess.start(source.settings, OUTPUT, HEAP_MB)) {
            goneOnWith(process);
            Proof.figures(
                    "transactions of " + CHANGES + " rows",
                    3,
                    lost,
                    doubled,
                    0,
                    speed + "; heap " + HEAP_MB + " MB, resident at most " + peakMb + " MB");
            assertThat(lost).isZero();
            assertThat(doubled).isZero();
        }
    }

    /** Written while nobody can read it, and then all of it at once. */
    private String whole(IngestProcess process) throws Exception {
        source.transaction(ALL_ROWS);
        long begun = System.nanoTime();
        long unreadable = 0;
        while (committed.read() == 0) {
            unreadable = written.read();
            assertThat(process.isAlive()).isTrue();
            assertThat(System.nanoTime() - begun).isLessThan(PATIENCE.toNanos());
        }
        assertThat(written.readAll())
                .as("what was written when the first of it could be read")
                .isEqualTo(CHANGES);
        assertThat(unreadable).as("written, and not to be read yet").isPositive();
        until(process, () -> committed.read() >= CHANGES);
        double seconds = (System.nanoTime() - begun) / 1e9;
        count();
        return "%,.0f rows/s from the commit until all of them were read, %.1f s".formatted(CHANGES / seconds, seconds);
    }

    private void rolledBack(IngestProcess process) throws Exception {
        source.sql("BEGIN", String.join(";", ALL_ROWS), "ROLLBACK");
        one(process);
        assertThat(committed.readAll()).isEqualTo(1);
        assertThat(written.readAll()).as("nothing of it was written").isEqualTo(1);
        forget();
    }

    private void killedWithin(IngestProcess process) throws Exception {
        source.transaction(ALL_ROWS);
        until(process, () -> written.read() > CHANGES / 4);
        process.kill();
        assertThat(written.readAll()).as("killed within it").isLessThan(CHANGES);
        assertThat(committed.read()).isZero();
    }

    /** And then a change that comes behind whatever there still was to write of it. */
    private void goneOnWith(IngestProcess process) throws Exception {
        until(process, () -> committed.read() >= CHANGES);
        one(process);
        assertThat(committed.readAll()).isEqualTo(CHANGES + 1);
        committed.less(1);
        count();
    }

    /** Waits for a change of one booking alone. */
    private void one(IngestProcess process) throws Exception {
        long before = committed.readAll();
        source.sql("UPDATE bookings SET table_id = table_id + 1 WHERE id = 1");
        until(process, () -> committed.read() > before);
    }

    private void count() {
        lost += committed.missing(TIMES);
        doubled += committed.beyond(TIMES);
        assertThat(committed.times(TIMES)).isEqualTo(ROWS);
        forget();
    }

    private void forget() {
        committed.readAll();
        written.readAll();
        committed.forget();
        written.forget();
    }

    private static void until(IngestProcess process, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(process.isAlive()).as("ingest lives").isTrue();
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        }
    }
}
