package dev.maitred.ingest.transaction;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.ingest.capture.CaptureEvent.Operation;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ingest has done since it was started; read by others. */
public final class IngestCounters {

    private static final Logger LOG = LoggerFactory.getLogger(IngestCounters.class);

    private final AtomicLong snapshotRows = new AtomicLong();
    private final AtomicLong streamedRows = new AtomicLong();
    private final AtomicLong deadLetters = new AtomicLong();
    private static final Duration TELLS_EVERY = Duration.ofSeconds(10);

    private volatile boolean snapshotting = true;
    private volatile long expected;
    private volatile long snapshotBegunNanos;
    private long toldNanos = System.nanoTime();
    private volatile long lastCommitMicros = Micros.UNKNOWN;
    private volatile Lsn clockLsn = Lsn.ZERO;
    private volatile long clockMicros = Micros.UNKNOWN;
    private volatile long lastReadNanos = System.nanoTime();

    void captured(Operation operation, long committedAtMicros) {
        lastReadNanos = System.nanoTime();
        if (operation == Operation.READ) {
            snapshotRows.incrementAndGet();
        } else {
            streamedRows.incrementAndGet();
            lastCommitMicros = committedAtMicros;
        }
    }

    void clock(Lsn lsn, long micros) {
        lastReadNanos = System.nanoTime();
        clockLsn = lsn;
        clockMicros = micros;
    }

    /** @return how many there are now */
    long deadLetter() {
        return deadLetters.incrementAndGet();
    }

    /** An attempt begins: what was not read before it is not missing. */
    public void begun() {
        lastReadNanos = System.nanoTime();
    }

    /** How long nothing has come from the source, neither a row nor its clock. */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastReadNanos);
    }

    public void resumed() {
        snapshotting = false;
    }

    /** About so many rows are going to be read by the snapshot. */
    public void expect(long rows) {
        expected = rows;
    }

    /** How far the snapshot is; null while there is none. */
    public @Nullable SnapshotProgress progress() {
        return snapshotting
                ? SnapshotProgress.of(
                        snapshotRows.get(), expected, Duration.ofNanos(System.nanoTime() - snapshotBegunNanos))
                : null;
    }

    /** Into the log, for whoever waits for a large one. By one thread alone. */
    public void tellProgress(String source) {
        SnapshotProgress progress = progress();
        if (progress != null && System.nanoTime() - toldNanos > TELLS_EVERY.toNanos()) {
            toldNanos = System.nanoTime();
            LOG.info("Snapshot of {}: {}", source, progress);
        }
    }

    void snapshotBegun() {
        snapshotBegunNanos = System.nanoTime();
        snapshotting = true;
        snapshotRows.set(0);
    }

    void snapshotEnded() {
        snapshotting = false;
    }

    public boolean isSnapshotting() {
        return snapshotting;
    }

    public long snapshotRows() {
        return snapshotRows.get();
    }

    public long streamedRows() {
        return streamedRows.get();
    }

    public long deadLetters() {
        return deadLetters.get();
    }

    /** The source's clock at the last captured commit; {@link Micros#UNKNOWN} before the first. */
    public long lastCommitMicros() {
        return lastCommitMicros;
    }

    public Lsn clockLsn() {
        return clockLsn;
    }

    /** The source's clock as last read from its log; {@link Micros#UNKNOWN} before the first. */
    public long clockMicros() {
        return clockMicros;
    }
}
