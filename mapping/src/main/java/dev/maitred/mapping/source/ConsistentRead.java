package dev.maitred.mapping.source;

import dev.maitred.contract.Lsn;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A read of the source at exactly one LSN: a temporary replication slot exports a snapshot, and its consistent point and that
 * snapshot are one point. ({@code SELECT} beside {@code pg_current_wal_lsn()} is not: commit records precede visibility.)
 */
public final class ConsistentRead implements AutoCloseable {

    private final Connection replication;
    private final Connection snapshot;
    private final Lsn lsn;

    private ConsistentRead(Connection replication, Connection snapshot, Lsn lsn) {
        this.replication = replication;
        this.snapshot = snapshot;
        this.lsn = lsn;
    }

    /** As the other one, for reads of whole tables. */
    public static ConsistentRead open(SourceDatabase database, Duration patience) throws SQLException {
        return open(database, patience, Bounds.LONG_READ);
    }

    /**
     * @param patience how long long-running writers may delay the replication slot before this gives up
     * @param reading of what is then read
     * @throws SQLException when the database refuses, or is not ready in time
     */
    public static ConsistentRead open(SourceDatabase database, Duration patience, Bounds reading) throws SQLException {
        String name = "maitred_read_" + UUID.randomUUID().toString().replace("-", "");
        return open(database, patience, reading, name + " TEMPORARY");
    }

    /**
     * As the first one, by a replication slot that stays: from it everything that commits after the read can be streamed. Whoever asks
     * drops it.
     *
     * @param slot its name; there must be none of it
     */
    public static ConsistentRead openAt(SourceDatabase database, Duration patience, String slot) throws SQLException {
        return open(database, patience, Bounds.LONG_READ, slot);
    }

    private static ConsistentRead open(SourceDatabase database, Duration patience, Bounds reading, String slot)
            throws SQLException {
        Connection replication = database.connectForReplication(patience);
        try {
            Point point = point(replication, patience, slot);
            Connection snapshot = database.connect(reading);
            try {
                snapshot.setAutoCommit(false);
                try (Statement statement = snapshot.createStatement()) {
                    statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
                    statement.execute("SET TRANSACTION SNAPSHOT '" + point.snapshot() + "'");
                    statement.execute("SET LOCAL TimeZone = 'UTC'");
                }
                return new ConsistentRead(replication, snapshot, point.lsn());
            } catch (SQLException e) {
                snapshot.close();
                throw e;
            }
        } catch (SQLException e) {
            replication.close();
            throw e;
        }
    }

    private record Point(Lsn lsn, String snapshot) {}

    private static Point point(Connection replication, Duration patience, String slot) throws SQLException {
        CompletableFuture<Point> point = new CompletableFuture<>();
        Thread.ofVirtual().name("consistent-read").start(() -> {
            try (Statement statement = replication.createStatement();
                    ResultSet row = statement.executeQuery(
                            "CREATE_REPLICATION_SLOT " + slot + " LOGICAL pgoutput (SNAPSHOT 'export')")) {
                row.next();
                point.complete(new Point(Lsn.parse(row.getString("consistent_point")), row.getString("snapshot_name")));
            } catch (SQLException e) {
                point.completeExceptionally(e);
            }
        });
        try {
            return point.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException refused ? refused : new SQLException(e.getCause());
        } catch (TimeoutException e) {
            throw new SQLException(
                    "Expected a consistent point within " + patience.toSeconds()
                            + " s, but transactions that were open then are still open: end them or try again later",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("Interrupted while waiting for a consistent point", e);
        }
    }

    /** Every transaction whose commit ends at or before this is seen, and no other. */
    public Lsn lsn() {
        return lsn;
    }

    /** A read-only transaction that sees the database as of {@link #lsn()}. */
    public Connection connection() {
        return snapshot;
    }

    @Override
    public void close() throws SQLException {
        try (replication) {
            snapshot.close();
        }
    }
}
