package dev.maitred.mapping.source;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How to reach a source database.
 *
 * @param user a role with REPLICATION and SELECT on the mapped columns, no more
 */
public record SourceDatabase(String host, int port, String database, String user, String password) {

    public String jdbcUrl() {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database;
    }

    /** An ordinary connection. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), properties());
    }

    /** A connection that speaks the replication protocol. */
    public Connection connectForReplication() throws SQLException {
        Properties properties = properties();
        properties.setProperty("replication", "database");
        properties.setProperty("preferQueryMode", "simple");
        properties.setProperty("assumeMinServerVersion", "15");
        return DriverManager.getConnection(jdbcUrl(), properties);
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("ApplicationName", "maitred");
        return properties;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl() + " as " + user;
    }
}
