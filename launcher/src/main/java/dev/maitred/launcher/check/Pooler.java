package dev.maitred.launcher.check;

import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Recognises a pooler between us and PostgreSQL (PgBouncer, Odyssey, pgcat and others). Change data capture needs a connection of its
 * own to the server: poolers lend one out by the transaction, take away its settings, and mostly know no replication.
 */
final class Pooler {

    private static final String ASK_SERVER = "SELECT pg_backend_pid(), host(inet_server_addr()), inet_server_port()";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Pooler() {}

    /** From a refusal: PostgreSQL takes every setting that comes with a connection, PgBouncer only those that it knows. */
    static Optional<Finding> of(String place, SourceDatabase database, SQLException refusal) {
        String message = String.valueOf(refusal.getMessage());
        boolean pooler = message.contains("unsupported startup parameter") || message.contains("pgbouncer");
        return pooler
                ? Optional.of(found(place, database, "it refuses what PostgreSQL takes: " + message, server(database)))
                : Optional.empty();
    }

    /** From a connection that works: a pooler greets with a process of its own making, and the server that answers is another. */
    static Optional<Finding> of(String place, SourceDatabase database, Connection connection) throws SQLException {
        int greeted = connection.unwrap(PGConnection.class).getBackendPID();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK_SERVER)) {
            row.next();
            if (row.getInt(1) == greeted) {
                return Optional.empty();
            }
            String why = "it greeted us as process " + greeted + ", and process " + row.getInt(1) + " answers";
            return Optional.of(found(place, database, why, address(row)));
        }
    }

    /**
     * From a replication connection, where ordinary ones work and the role may replicate; empty when it works.
     *
     * @param patience how long it may take
     */
    static Optional<Finding> ofReplication(String place, SourceDatabase database, Duration patience) {
        try (Connection replication = database.connectForReplication(patience);
                Statement statement = replication.createStatement();
                ResultSet row = statement.executeQuery("IDENTIFY_SYSTEM")) {
            row.next();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(new Finding(
                    place,
                    "ordinary connections to " + database.host() + ":" + database.port()
                            + " work, and one for replication does not (" + SourceDatabase.explain(e)
                            + "): a pooler or a proxy is in between, or pg_hba.conf does not allow it",
                    "Name PostgreSQL's own host and port",
                    "or a line in pg_hba.conf: host " + database.database() + " " + database.user()
                            + " <this machine>/32 scram-sha-256; then SELECT pg_reload_conf()"));
        }
    }

    private static Finding found(String place, SourceDatabase database, String why, @Nullable String server) {
        return new Finding(
                place,
                "a pooler is at " + database.host() + ":" + database.port() + ", not PostgreSQL itself (" + why
                        + "); changes cannot be captured through it",
                server == null
                        ? "Name PostgreSQL's own host and port, often 5432"
                        : "Name PostgreSQL's own host and port; behind the pooler it says of itself that it is "
                                + server);
    }

    /** Without the settings that the pooler refuses: where the server behind it is; null when that does not work either. */
    private static @Nullable String server(SourceDatabase database) {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("connectTimeout", Long.toString(PATIENCE.toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(PATIENCE.toSeconds()));
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ASK_SERVER)) {
            row.next();
            return address(row);
        } catch (SQLException e) {
            // Only the remedy becomes less precise.
            return null;
        }
    }

    private static @Nullable String address(ResultSet row) throws SQLException {
        String host = row.getString(2);
        return host == null ? null : host + ":" + row.getInt(3);
    }
}
