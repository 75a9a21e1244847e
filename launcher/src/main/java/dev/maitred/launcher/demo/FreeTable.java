package dev.maitred.launcher.demo;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A table that nobody has, of the first club's last night on sale: the one that its guests want least, so that it is likely still
 * free when somebody tries the lines that name it.
 */
record FreeTable(String venue, long event, long table, String currency) {

    private static final String LEAST_WANTED = """
            SELECT e.club_id, e.id AS event_id, t.id AS table_id, c.currency
              FROM events e
              JOIN clubs c ON c.id = e.club_id
              JOIN tables t ON t.club_id = e.club_id AND t.active
             WHERE e.club_id = 1 AND e.status = 'SCHEDULED' AND e.end_utc > now()
               AND NOT EXISTS (SELECT FROM bookings b
                                WHERE b.event_id = e.id AND b.table_id = t.id AND b.status IN ('BOOKED', 'SEATED'))
               AND NOT EXISTS (SELECT FROM booking_holds h WHERE h.event_id = e.id AND h.table_id = t.id)
               AND NOT EXISTS (SELECT FROM table_blocks k
                                WHERE k.event_id = e.id AND k.table_id = t.id AND k.lifted_at IS NULL)
             ORDER BY e.start_utc DESC, t.min_deposit_minor, t.number DESC
             LIMIT 1
            """;

    /** Empty when every table is taken. */
    static Optional<FreeTable> find(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LEAST_WANTED)) {
            return row.next()
                    ? Optional.of(new FreeTable(
                            "nightclub:" + row.getLong("club_id"),
                            row.getLong("event_id"),
                            row.getLong("table_id"),
                            row.getString("currency")))
                    : Optional.empty();
        }
    }

    /** A booking of it, as SQL that needs no quoting in a shell's double quotes. */
    String booking() {
        return "INSERT INTO bookings (event_id, table_id, party_size, channel, code, idempotency_key, guest_name, currency)"
                + " VALUES (" + event + ", " + table + ", 4, 'WEB', gen_random_uuid(), gen_random_uuid(), 'Ann', '"
                + currency + "')";
    }
}
