package dev.maitred.launcher.demo;

import dev.maitred.mapping.source.Bounds;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Books and cancels tables as the nightclub's own application does: its role, its order of locks, its unique index. What it booked is
 * marked by its idempotency key; nothing else can be cancelled here.
 */
final class NightclubDesk {

    private static final String VENUE = "nightclub:";
    private static final String MARK = "demo-page-";
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String FIND_TABLE = """
            SELECT 'T' || t.number AS label, e.status <> 'SCHEDULED' OR e.end_utc <= now() AS over
              FROM events e
              JOIN tables t ON t.club_id = e.club_id
             WHERE e.club_id = ? AND e.id = ? AND t.id = ?
            """;

    // The row of the table is what everybody locks who takes or gives it.
    private static final String LOCK_TABLE = "SELECT 1 FROM tables WHERE id = ? AND active FOR NO KEY UPDATE";

    private static final String TAKERS = """
            SELECT 1 FROM bookings WHERE event_id = ? AND table_id = ? AND status IN ('BOOKED', 'SEATED')
            UNION ALL SELECT 1 FROM booking_holds WHERE event_id = ? AND table_id = ? AND expires_at > clock_timestamp()
            UNION ALL SELECT 1 FROM table_blocks WHERE event_id = ? AND table_id = ? AND lifted_at IS NULL
            """;

    private static final String BOOK = """
            INSERT INTO bookings (event_id, table_id, party_size, channel, code, idempotency_key, guest_name, deposit_minor,
                total_minor, currency)
            SELECT ?, t.id, 2, 'WEB', ?, ?, 'A visitor of this page', t.min_deposit_minor, 4 * t.min_deposit_minor, c.currency
              FROM tables t JOIN clubs c ON c.id = t.club_id
             WHERE t.id = ?
            RETURNING id
            """;

    private final SourceDatabase database;

    /** @param database with the booking application's own role */
    NightclubDesk(SourceDatabase database) {
        this.database = database;
    }

    /**
     * A committed booking.
     *
     * @param lsn read after the commit: an answer as of it has the booking
     * @param committedAt when the commit was acknowledged, by this machine's clock
     * @param table its label
     */
    record Booked(long bookingId, String lsn, Instant committedAt, String table) {}

    /**
     * A committed cancellation.
     *
     * @param lsn read after the commit: an answer as of it is without the booking
     * @param committedAt when the commit was acknowledged, by this machine's clock
     */
    record Cancelled(String lsn, Instant committedAt) {}

    /**
     * Takes a table in one transaction.
     *
     * @throws Refusal when there is no such table or night, or somebody else has it
     */
    Booked book(String venue, String slot, String unit) throws SQLException {
        long club = venue.startsWith(VENUE) ? id(venue.substring(VENUE.length())) : -1;
        long event = id(slot);
        long table = id(unit);
        try (Connection connection = connect()) {
            String label = label(connection, club, event, table)
                    .orElseThrow(() -> Refusal.notFound("There is no table " + unit + " for the night " + slot + " of "
                            + venue + ". GET /api/v1/venues/" + venue + "/slots/" + slot
                            + "/free lists those that are free."));
            if (!exists(connection, LOCK_TABLE, table)) {
                throw Refusal.taken("Table " + label + " was taken out of use. Choose another one.");
            }
            if (exists(connection, TAKERS, event, table, event, table, event, table)) {
                throw taken(label);
            }
            String token = UUID.randomUUID().toString();
            long booking = insert(connection, event, "D" + token, MARK + token, table, label);
            Instant committedAt = commit(connection);
            return new Booked(booking, lsn(connection), committedAt, label);
        }
    }

    /**
     * Gives a table back that was booked here.
     *
     * @throws Refusal when it was not booked here, or its guests have come already
     */
    Cancelled cancel(long booking) throws SQLException {
        try (Connection connection = connect()) {
            String status = one(
                    connection,
                    "SELECT status FROM bookings WHERE id = ? AND starts_with(idempotency_key, '" + MARK
                            + "') FOR NO KEY UPDATE",
                    booking);
            if (status == null) {
                throw Refusal.notFound(
                        "No booking " + booking + " was made on this page, so it is not cancelled here.");
            }
            if (!status.equals("BOOKED")) {
                throw Refusal.taken("Booking " + booking + " cannot be cancelled any more: it is " + status + ".");
            }
            try (PreparedStatement update = prepare(
                    connection, "UPDATE bookings SET status = 'CANCELLED', updated_at = now() WHERE id = ?", booking)) {
                update.executeUpdate();
            }
            Instant committedAt = commit(connection);
            return new Cancelled(lsn(connection), committedAt);
        }
    }

    private static Optional<String> label(Connection connection, long club, long event, long table)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, FIND_TABLE, club, event, table);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            if (row.getBoolean("over")) {
                throw Refusal.taken("The night " + event + " is over. Choose another one.");
            }
            return Optional.of(row.getString("label"));
        }
    }

    private static long insert(Connection connection, long event, String code, String key, long table, String label)
            throws SQLException {
        try (PreparedStatement statement = prepare(connection, BOOK, event, code, key, table);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw taken(label);
            }
            throw e;
        }
    }

    private static Refusal taken(String label) {
        return Refusal.taken("Table " + label + " was taken meanwhile. Choose another one.");
    }

    private Connection connect() throws SQLException {
        Connection connection = database.connect(Bounds.QUICK);
        connection.setAutoCommit(false);
        return connection;
    }

    private static Instant commit(Connection connection) throws SQLException {
        connection.commit();
        Instant committedAt = Instant.now();
        connection.setAutoCommit(true);
        return committedAt;
    }

    private static String lsn(Connection connection) throws SQLException {
        return String.valueOf(one(connection, "SELECT pg_current_wal_lsn()::text"));
    }

    private static boolean exists(Connection connection, String sql, Object... parameters) throws SQLException {
        return one(connection, sql, parameters) != null;
    }

    private static @Nullable String one(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getString(1) : null;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** Ids of the booking database; what is none is the id of nothing. */
    private static long id(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
