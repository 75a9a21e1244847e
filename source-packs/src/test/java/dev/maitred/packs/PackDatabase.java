package dev.maitred.packs;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Databases with a pack in them, on one PostgreSQL that all tests of this JVM share. */
public final class PackDatabase {

    private static final String PASSWORD = "nightclub's own";
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private final SourcePack pack;
    private final String url;

    private PackDatabase(SourcePack pack, String url) {
        this.pack = pack;
        this.url = url;
    }

    /** A new database with the pack's schema and no rows. */
    public static PackDatabase installed(SourcePack pack) {
        try {
            String name = "pack_" + DATABASES.incrementAndGet();
            int port = server().getPort();
            try (Connection connection = DriverManager.getConnection(url(port, "postgres"), "postgres", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            PackDatabase database = new PackDatabase(pack, url(port, name));
            try (Connection owner = database.owner()) {
                pack.install(owner, PASSWORD);
            }
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare a database for " + pack.name(), e);
        }
    }

    /** A new database with the pack's history up to the instant. */
    public static PackDatabase populated(SourcePack pack, Instant now, long seed) {
        PackDatabase database = installed(pack);
        try (Connection owner = database.owner()) {
            pack.populate(owner, now, seed);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot populate a database for " + pack.name(), e);
        }
        return database;
    }

    public Connection owner() throws SQLException {
        return DriverManager.getConnection(url, "postgres", "");
    }

    public Connection application() throws SQLException {
        return DriverManager.getConnection(url, pack.applicationRole(), PASSWORD);
    }

    public WorkloadSettings settings() {
        return WorkloadSettings.of(url, pack.applicationRole(), PASSWORD);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://localhost:" + port + "/" + database;
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            try {
                server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "120")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot start PostgreSQL", e);
            }
        }
        return server;
    }
}
