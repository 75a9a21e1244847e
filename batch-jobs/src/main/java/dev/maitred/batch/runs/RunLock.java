package dev.maitred.batch.runs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Held while a job runs, by whichever process: the session lock of a connection, so that it ends with its process however that ends.
 * Whoever holds it knows that every other run is either over or dead.
 */
public final class RunLock implements AutoCloseable {

    private static final long KEY = 0x6d61697472656401L;

    private final Connection connection;
    private final boolean waited;

    private RunLock(Connection connection, boolean waited) {
        this.connection = connection;
        this.waited = waited;
    }

    /** @param onWait told once when another run is under way */
    public static RunLock acquire(PlatformDatabase database, Runnable onWait) {
        try {
            Connection connection = database.dataSource().getConnection();
            try {
                boolean free = ask(connection, "SELECT pg_try_advisory_lock(?)");
                if (!free) {
                    onWait.run();
                    ask(connection, "SELECT pg_advisory_lock(?) IS NOT NULL");
                }
                return new RunLock(connection, !free);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw database.unavailable(e);
        }
    }

    /** Whether another run was under way when this one asked. */
    public boolean waited() {
        return waited;
    }

    /** Whether it is still held; false when the connection broke meanwhile. */
    public boolean isHeld() {
        try {
            return connection.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private static boolean ask(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, KEY);
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getBoolean(1);
            }
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new RunException("The run's lock could not be given back: " + e.getMessage(), e);
        }
    }
}
