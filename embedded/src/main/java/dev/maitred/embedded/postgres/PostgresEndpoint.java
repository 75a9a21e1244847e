package dev.maitred.embedded.postgres;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * How to reach a PostgreSQL server.
 *
 * @param host name or address
 * @param port TCP port
 * @param user a role; of an embedded server the superuser
 * @param password of that role
 */
public record PostgresEndpoint(String host, int port, String user, String password) {

    /** The URL for pgjdbc, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + URLEncoder.encode(database, StandardCharsets.UTF_8);
    }

    /** A new connection as {@link #user()}; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "PostgreSQL at " + host + ":" + port + " as " + user;
    }
}
