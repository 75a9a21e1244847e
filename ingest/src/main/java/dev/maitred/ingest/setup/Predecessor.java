package dev.maitred.ingest.setup;

import dev.maitred.ingest.IngestSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** Another process that captures the same source. Whoever has the replication slot goes on; the other waits, and fences nobody. */
public final class Predecessor {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(5);

    private Predecessor() {}

    /** Whether somebody has the replication slot now. */
    public static boolean captures(Connection connection, IngestSettings settings) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT active FROM pg_replication_slots WHERE slot_name = ?")) {
            query.setString(1, settings.replicationSlot());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
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
