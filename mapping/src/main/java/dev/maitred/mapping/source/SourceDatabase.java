package dev.maitred.mapping.source;

import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * How to reach a source database. All connections to it are made here, and none without bounds.
 *
 * @param user a role with REPLICATION and SELECT on the mapped columns, no more
 */
public record SourceDatabase(String host, int port, String database, String user, String password) {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration LOG_IN = Duration.ofSeconds(10);

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** A connection within {@link Bounds#ORDINARY}. */
    public Connection connect() throws SQLException {
        return connect(Bounds.ORDINARY);
    }

    /** @throws SQLException also when the server does not let us in within 15 s */
    public Connection connect(Bounds bounds) throws SQLException {
        return connect(properties(bounds), bounds);
    }

    /**
     * A connection that speaks the replication protocol.
     *
     * @param patience how long the caller waits for a command; the server gives up a moment later by itself
     */
    public Connection connectForReplication(Duration patience) throws SQLException {
        // A command that begins to decode waits for those who are writing as for locks: the patience is for them.
        Duration server = patience.plusSeconds(1);
        Bounds bounds = new Bounds(server, server);
        Properties properties = properties(bounds);
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "15");
        return connect(properties, bounds);
    }

    /** What a failure means, in a sentence: the driver's own word for a server that fell silent is that of a broken connection. */
    public static String explain(SQLException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return "the database does not answer: its process hangs or is stopped, or the way to it is cut";
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private Connection connect(Properties properties, Bounds bounds) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl(), properties);
        try {
            // Since PostgreSQL 17 a role may have it, and a read of a whole table is one transaction.
            if (connection.getMetaData().getDatabaseMajorVersion() >= 17) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET transaction_timeout = 0");
                }
            }
            connection.setNetworkTimeout(
                    Runnable::run, Math.toIntExact(bounds.silence().toMillis()));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(Bounds bounds) {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "maitred");
        properties.setProperty("options", bounds.options());
        properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
        // Until we are let in; then the bounds hold. A stopped server takes a connection and never says a word.
        properties.setProperty("socketTimeout", Long.toString(LOG_IN.toSeconds()));
        // A peer that is gone without a word is noticed even while no answer is due.
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl() + " as " + user;
    }
}
