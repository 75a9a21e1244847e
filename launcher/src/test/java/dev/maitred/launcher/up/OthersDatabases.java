package dev.maitred.launcher.up;

import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.launcher.Commands;
import dev.maitred.packs.SourcePacks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL with booking databases that somebody else owns; started once for all tests and stopped with the process. */
final class OthersDatabases {

    static final String ROLE = "reader";
    static final String PASSWORD = "reader's secret";

    /** A clinic's rooms, which nobody had in mind. */
    static final String CLINIC = """
            CREATE TABLE clinics (id int PRIMARY KEY, name text NOT NULL, timezone text NOT NULL);
            CREATE TYPE visit_state AS ENUM ('booked', 'arrived', 'done', 'cancelled', 'mislaid');
            CREATE TABLE rooms (id int PRIMARY KEY, clinic_id int NOT NULL REFERENCES clinics, code text NOT NULL, beds int);
            CREATE TABLE shifts (id int PRIMARY KEY, clinic_id int NOT NULL REFERENCES clinics,
                                 starts_at timestamptz NOT NULL, ends_at timestamptz NOT NULL);
            CREATE TABLE appointments (id int PRIMARY KEY, shift_id int NOT NULL REFERENCES shifts,
                                       room_id int NOT NULL REFERENCES rooms, state visit_state NOT NULL, patient text);
            INSERT INTO clinics VALUES (1, 'North', 'Europe/Oslo');
            INSERT INTO rooms SELECT n, 1, 'R' || n, 2 FROM generate_series(1, 5) AS n;
            INSERT INTO shifts VALUES (1, 1, now() - interval '1 hour', now() + interval '9 hours');
            """;

    private static final PostgresServer SERVER = start();

    private OthersDatabases() {}

    private static PostgresServer start() {
        try {
            Path directory = Files.createTempDirectory("others");
            PostgresServer server = PostgresServer.start(directory.resolve("postgres"), directory);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(server::close));
            try (Connection owner = server.endpoint().connect("postgres");
                    Statement statement = owner.createStatement()) {
                statement.execute("CREATE ROLE " + ROLE + " LOGIN REPLICATION PASSWORD 'reader''s secret'");
                statement.execute("CREATE ROLE weak LOGIN PASSWORD 'weak'");
            }
            return server;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("The databases did not start", e);
        }
    }

    static PostgresServer server() {
        return SERVER;
    }

    static Connection connect(String database) throws SQLException {
        return SERVER.endpoint().connect(database);
    }

    static void clinic(String name) throws SQLException {
        SERVER.createDatabase(name);
        sql(name, CLINIC);
    }

    /** The nightclub's schema with no rows: the catalogue is all that is asked. */
    static void nightclub(String name) throws SQLException {
        SERVER.createDatabase(name);
        sql(name, SourcePacks.named("nightclub").schemaSql());
    }

    static void sql(String database, String sql) throws SQLException {
        try (Connection owner = connect(database);
                Statement statement = owner.createStatement()) {
            statement.execute(sql);
        }
    }

    static String one(String database, String sql) throws SQLException {
        try (Connection owner = connect(database);
                Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The draft of the database's mapping, as the command prints it. */
    static String draft(String database) {
        var at = SERVER.endpoint();
        Commands.Result drafted = Commands.run(
                "map",
                "--database",
                "postgresql://" + at.user() + ":" + at.password() + "@" + at.host() + ":" + at.port() + "/" + database);
        if (drafted.code() != 0) {
            throw new IllegalStateException(drafted.err());
        }
        return drafted.out();
    }

    /** A source of a platform's file. */
    static String source(String mapping, String database, int port, String user, String password) {
        return """
                  - mapping: %s
                    database: { host: 127.0.0.1, port: %d, name: %s, user: %s, password: "%s" }
                """.formatted(mapping, port, database, user, password);
    }

    static String source(String mapping, String database) {
        return source(mapping, database, SERVER.endpoint().port(), ROLE, PASSWORD);
    }
}
