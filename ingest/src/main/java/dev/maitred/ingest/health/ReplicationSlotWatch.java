package dev.maitred.ingest.health;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.health.ReplicationSlotHealth.Standing;
import dev.maitred.mapping.source.Bounds;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks PostgreSQL every few seconds how ingest's replication slot is, so that answers need not. One connection, kept: a new one every
 * few seconds would cost the source more than the question. Any role may ask it.
 */
public final class ReplicationSlotWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicationSlotWatch.class);

    private static final Duration EVERY = Duration.ofSeconds(5);

    private static final String QUESTION = """
            SELECT active, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint, confirmed_flush_lsn::text, wal_status,
                   safe_wal_size
              FROM pg_replication_slots
             WHERE slot_name = ?
            """;

    /** What else is looked at over the same connection. */
    public interface Look {
        void look(Connection connection) throws SQLException;
    }

    private final SourceDatabase database;
    private final String name;
    private final Duration every;
    private volatile @Nullable Look beside;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("replication-slot-watch").daemon().factory());
    private final Growth growth = new Growth();
    private volatile ReplicationSlotHealth latest;
    private @Nullable Connection connection;

    /** @param name of the replication slot, which need not exist yet */
    public ReplicationSlotWatch(SourceDatabase database, String name) {
        this(database, name, EVERY);
    }

    ReplicationSlotWatch(SourceDatabase database, String name, Duration every) {
        this.database = database;
        this.name = name;
        this.every = every;
        this.latest = new ReplicationSlotHealth(name, null, null, "PostgreSQL was not asked yet");
    }

    public void start() {
        timer.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param look from now on with each of its own; it replaces the one before */
    public void beside(Look look) {
        beside = look;
    }

    public ReplicationSlotHealth latest() {
        return latest;
    }

    private void look() {
        try {
            Standing standing = ask();
            latest = new ReplicationSlotHealth(
                    name,
                    standing,
                    Instant.now(),
                    standing == null ? "There is no replication slot " + name + "; the first snapshot makes it" : null);
        } catch (SQLException e) {
            inVain(SourceDatabase.explain(e), e);
        } catch (RuntimeException e) {
            // Thrown on, it would end the watch.
            inVain(e.toString(), e);
        }
    }

    /** What was known stays, with the time at which it was: it may be all there is to decide by. */
    private void inVain(String why, Exception failure) {
        LOG.debug("The replication slot {} could not be looked at", name, failure);
        disconnect();
        latest = new ReplicationSlotHealth(
                name, latest.standing(), latest.checkedAt(), "PostgreSQL could not be asked: " + why);
    }

    private @Nullable Standing ask() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = database.connect(Bounds.QUICK);
            connection = open;
        }
        Look also = beside;
        if (also != null) {
            also.look(open);
        }
        try (PreparedStatement question = open.prepareStatement(QUESTION)) {
            question.setString(1, name);
            try (ResultSet row = question.executeQuery()) {
                return row.next() ? standing(row) : null;
            }
        }
    }

    private Standing standing(ResultSet row) throws SQLException {
        String confirmed = row.getString(3);
        Long retained = row.getObject(2, Long.class);
        return new Standing(
                row.getBoolean(1),
                retained,
                confirmed == null ? null : Lsn.parse(confirmed),
                row.getString(4),
                row.getObject(5, Long.class),
                retained == null ? null : growth.of(System.nanoTime(), retained));
    }

    private void disconnect() {
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

    /** Ends at once; a look that hangs ends within its bounds, by itself. */
    @Override
    public void close() {
        if (!timer.isShutdown()) {
            timer.execute(this::disconnect);
            timer.shutdown();
        }
    }
}
