package dev.maitred.bench.ingest;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;

/** From the first record in Kafka to the moment at which a reader of what is committed can have the last one. */
final class CatchUp {

    /** How long rows may come that should not. */
    private static final Duration VERIFICATION = Duration.ofSeconds(60);

    private static final Duration WORD_EVERY = Duration.ofSeconds(20);

    private final PrintStream out;
    private final String bootstrap;
    private final Admin admin;
    private final Duration patience;

    CatchUp(PrintStream out, String bootstrap, Admin admin, Duration patience) {
        this.out = out;
        this.bootstrap = bootstrap;
        this.admin = admin;
        this.patience = patience;
    }

    /** What lets a contender begin. */
    interface Beginning {
        void begin() throws IOException, InterruptedException, SQLException;
    }

    /**
     * One catch-up.
     *
     * @param rows read, each booking once
     * @param seconds from the first record to the last
     * @param untilFirstSeconds from the command to begin until the first record
     */
    record Measured(long rows, double seconds, double untilFirstSeconds) {

        double rowsPerSecond() {
            return rows / seconds;
        }
    }

    /** @throws IllegalStateException when not each of so many bookings arrives exactly once in time */
    Measured measure(String who, Destination destination, long rows, Beginning beginning)
            throws IOException, InterruptedException, SQLException {
        try (OffsetTimeline timeline = new OffsetTimeline(admin, destination.all())) {
            long begun = System.nanoTime();
            beginning.begin();
            long deadline = begun + patience.toNanos();
            long nextWord = begun + WORD_EVERY.toNanos();
            while (timeline.readableRecords() < rows && System.nanoTime() < deadline) {
                LockSupport.parkNanos(5_000_000);
                if (System.nanoTime() > nextWord) {
                    nextWord += WORD_EVERY.toNanos();
                    out.printf("        %s: %,d of %,d records%n", who, timeline.readableRecords(), rows);
                }
            }
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            RowsRead read = RowsRead.await(bootstrap, destination, timeline.begin(), rows, left.plus(VERIFICATION));
            if (read.rows() != rows || read.distinct() != rows) {
                throw new IllegalStateException(
                        "%s: expected %,d bookings, each once, found %,d records of %,d bookings in %,.0f s"
                                .formatted(who, rows, read.rows(), read.distinct(), (System.nanoTime() - begun) / 1e9));
            }
            long first = timeline.firstWritten(read.first());
            long last = timeline.allReadable(read.last());
            // Nothing is quicker than two looks.
            return new Measured(rows, Math.max(0.001, (last - first) / 1e9), (first - begun) / 1e9);
        }
    }
}
