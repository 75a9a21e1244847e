package dev.maitred.launcher.check;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What a PostgreSQL server must be and have left, besides what ingest asks for whenever it begins. */
final class ServerLimits {

    private static final int OLDEST = 15;

    /** One for capture, and one for a while at each reconciliation. */
    private static final int NEEDED = 2;

    private static final String ASK = """
            SELECT current_setting('server_version_num')::int / 10000 AS version,
                   pg_is_in_recovery() AS standby,
                   current_setting('max_replication_slots')::int AS slots,
                   (SELECT count(*) FROM pg_replication_slots WHERE slot_name <> ?) AS slots_taken,
                   current_setting('max_wal_senders')::int AS senders,
                   (SELECT count(*) FROM pg_replication_slots WHERE active AND slot_name <> ?) AS senders_taken
            """;

    private ServerLimits() {}

    /** @param replicationSlot of this source, which may be there already */
    static List<Finding> check(String place, Connection connection, String replicationSlot) throws SQLException {
        List<Finding> findings = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(ASK)) {
            query.setString(1, replicationSlot);
            query.setString(2, replicationSlot);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (row.getInt("version") < OLDEST) {
                    findings.add(
                            new Finding(
                                    place,
                                    "PostgreSQL is " + row.getInt("version") + ", expected " + OLDEST
                                            + " or later: before it, unmapped columns cannot be kept from leaving the database"));
                }
                if (row.getBoolean("standby")) {
                    findings.add(new Finding(
                            place,
                            "this server is a standby, and changes are read from the primary",
                            "Name the primary"));
                }
                left(findings, place, "max_replication_slots", row.getInt("slots"), row.getInt("slots_taken"));
                left(findings, place, "max_wal_senders", row.getInt("senders"), row.getInt("senders_taken"));
            }
        }
        return findings;
    }

    private static void left(List<Finding> findings, String place, String setting, int most, int taken) {
        if (most - taken < NEEDED) {
            findings.add(new Finding(
                    place,
                    setting + " is " + most + ", of which others have " + taken + ", expected " + NEEDED + " left",
                    "ALTER SYSTEM SET " + setting + " = " + (taken + NEEDED),
                    "then restart PostgreSQL"));
        }
    }
}
