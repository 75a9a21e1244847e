package dev.maitred.ingest.setup;

import dev.maitred.ingest.IngestSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Another process that captures the same source. Whoever has the replication slot goes on; the other waits, and fences nobody. */
public final class Predecessor {

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
}
