package dev.maitred.ingest.watermark;

import dev.maitred.contract.Micros;
import dev.maitred.mapping.source.Bounds;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the source write its own clock into its own log, as a message of no transaction: from there it comes back as a watermark of
 * every partition. Often while the source is busy, seldom otherwise, at once when somebody waits.
 */
public final class SourceClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SourceClock.class);

    /** Shorter than the 250 ms within which a hold must be seen to be over, by what the way from here to the answer takes. */
    private static final Duration BUSY = Duration.ofMillis(150);

    private static final Duration QUIET = Duration.ofSeconds(1);

    /** A source counts as busy this long after its last commit. */
    private static final Duration BUSY_AFTER_COMMIT = Duration.ofMinutes(15);

    /** No more often than this, however many readers wait. */
    private static final Duration AT_MOST_EVERY = Duration.ofMillis(2);

    private final SourceDatabase database;
    private final ClockMessages messages;
    private final LongSupplier lastCommitMicros;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private boolean atOnce;
    private volatile boolean closing;
    private volatile @Nullable String failure;
    private @Nullable Connection connection;
    private @Nullable PreparedStatement statement;
    private @Nullable Thread thread;

    /**
     * @param messages that capture awaits
     * @param lastCommitMicros the source's clock at the last captured commit
     */
    public SourceClock(SourceDatabase database, ClockMessages messages, LongSupplier lastCommitMicros) {
        this.database = database;
        this.messages = messages;
        this.lastCommitMicros = lastCommitMicros;
    }

    public void start() {
        thread = Thread.ofPlatform().name("source-clock").daemon().start(this::run);
    }

    /** Why the clock could not be written at the last attempt; null while it can. */
    public @Nullable String failure() {
        return failure;
    }

    /** Somebody waits: write the clock at once. */
    public void now() {
        lock.lock();
        try {
            atOnce = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!closing) {
            try {
                write();
                failure = null;
                rest();
            } catch (SQLException e) {
                if (!closing) {
                    String why = SourceDatabase.explain(e);
                    failure = "The source's clock could not be written, so nothing says how far answers go: " + why;
                    LOG.warn("The source's clock could not be written; trying again: {}", why);
                    disconnect();
                    restAfterFailure();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void write() throws SQLException {
        PreparedStatement prepared = statement;
        if (prepared == null) {
            Connection fresh = database.connect(Bounds.QUICK);
            connection = fresh;
            prepared = messages.prepare(fresh);
            statement = prepared;
        }
        prepared.execute();
    }

    private void rest() throws InterruptedException {
        long sinceCommit = Micros.now() - lastCommitMicros.getAsLong();
        boolean busy =
                lastCommitMicros.getAsLong() != Micros.UNKNOWN && sinceCommit < BUSY_AFTER_COMMIT.toNanos() / 1000;
        long left = (busy ? BUSY : QUIET).toNanos();
        Thread.sleep(AT_MOST_EVERY);
        lock.lockInterruptibly();
        try {
            while (!atOnce && left > 0 && !closing) {
                left = wanted.awaitNanos(left);
            }
            atOnce = false;
        } finally {
            lock.unlock();
        }
    }

    private void restAfterFailure() {
        try {
            Thread.sleep(QUIET);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    private void disconnect() {
        statement = null;
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                LOG.debug("Closing a broken connection failed", e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        now();
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        disconnect();
    }
}
