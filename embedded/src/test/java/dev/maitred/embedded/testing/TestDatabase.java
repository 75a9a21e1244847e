package dev.maitred.embedded.testing;

import dev.maitred.embedded.postgres.PostgresEndpoint;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A database that one test has for itself.
 *
 * @param server where it is, with the superuser's name and password
 * @param name of the database
 */
public record TestDatabase(PostgresEndpoint server, String name) {

    public String jdbcUrl() {
        return server.jdbcUrl(name);
    }

    /** A new connection as superuser; the caller closes it. */
    public Connection connect() throws SQLException {
        return server.connect(name);
    }
}
