package dev.maitred.embedded.clickhouse;

import com.clickhouse.client.api.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Assumptions;

/** A server for tests and the official driver's two ways to reach it; tests are skipped where it cannot run. */
record RunningClickHouse(ClickHouseServer server) implements AutoCloseable {

    static RunningClickHouse in(Path directory) throws IOException {
        try {
            return new RunningClickHouse(
                    ClickHouseServer.start(directory.resolve("clickhouse"), directory.resolve("logs")));
        } catch (ClickHouseUnavailableException e) {
            return Assumptions.abort(String.valueOf(e.getMessage()));
        }
    }

    Connection jdbc(String... options) throws SQLException {
        ClickHouseEndpoint endpoint = server.endpoint();
        Properties properties = new Properties();
        properties.setProperty("user", endpoint.user());
        properties.setProperty("password", endpoint.password());
        for (int i = 0; i < options.length; i += 2) {
            properties.setProperty(options[i], options[i + 1]);
        }
        return DriverManager.getConnection(endpoint.jdbcUrl(), properties);
    }

    Client.Builder client() {
        ClickHouseEndpoint endpoint = server.endpoint();
        return new Client.Builder()
                .addEndpoint(endpoint.url())
                .setUsername(endpoint.user())
                .setPassword(endpoint.password())
                .setDefaultDatabase(endpoint.database());
    }

    /** The first column of the first row. */
    String ask(String sql) throws SQLException {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    void run(String... statements) throws SQLException {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Resident memory of the child in MiB: now, or at its highest. */
    long residentMebibytes(boolean peak) throws IOException {
        String field = peak ? "VmHWM:" : "VmRSS:";
        for (String line : Files.readAllLines(Path.of("/proc", Long.toString(server.pid()), "status"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("No " + field + " of process " + server.pid());
    }

    @Override
    public void close() {
        server.close();
    }
}
