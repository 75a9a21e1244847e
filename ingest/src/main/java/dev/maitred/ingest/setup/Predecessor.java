package dev.maitred.ingest.setup;

import dev.maitred.ingest.IngestSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Another process that captures the same source. Whoever has the replication slot, or reads the tables for its first time, goes on;
 * the other waits, and fences nobody.
 */
public final class Predecessor {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(5);

    /** As {@code wal_sender_timeout} is for who streams: after so long a reader that takes nothing has lost its turn. */
    private static final Duration TAKES_NOTHING = Duration.ofSeconds(60);

    /** A slot is not active while a snapshot is read beside it: an advisory lock under its name says so then. */
    private static final String QUESTION = """
            SELECT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = ? AND active)
                OR EXISTS (SELECT FROM pg_locks
                            WHERE locktype = 'advisory' AND granted AND objsubid = 1
                              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                              AND (classid::bigint << 32 | objid::bigint) = hashtextextended(?, 0))
            """;

    private Predecessor() {}

    /** Whether somebody has the replication slot now, or reads the tables beside it. */
    public static boolean captures(Connection connection, IngestSettings settings) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUESTION)) {
            query.setString(1, settings.replicationSlot());
            query.setString(2, settings.replicationSlot());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /**
     * Tells others that the tables are read, for as long as this transaction is open. The server ends it when its reader is gone, or
     * takes nothing, for a minute.
     *
     * @throws SQLException also when another process reads them
     */
    public static void reads(Connection transaction, IngestSettings settings) throws SQLException {
        try (Statement statement = transaction.createStatement()) {
            statement.execute("SET LOCAL tcp_user_timeout = " + TAKES_NOTHING.toMillis());
            statement.execute("SET LOCAL idle_in_transaction_session_timeout = " + TAKES_NOTHING.toMillis());
        }
        try (PreparedStatement query =
                transaction.prepareStatement("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))")) {
            query.setString(1, settings.replicationSlot());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    throw new SQLException("Another process reads the tables of " + settings.source()
                            + ". This one waits for its end");
                }
            }
        }
    }

    /** Who read the replication slot before this, in this process too, may need a moment to let go of it. */
    public static void awaitFree(IngestSettings settings) throws SQLException, InterruptedException {
        try (Connection connection = settings.database().connect()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (captures(connection, settings) && System.nanoTime() < deadline) {
                Thread.sleep(LOOKS_EVERY);
            }
        }
    }
}
