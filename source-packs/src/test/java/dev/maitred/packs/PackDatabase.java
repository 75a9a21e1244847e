package dev.maitred.packs;

import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;

/** Databases with a pack in them. */
public final class PackDatabase {

    private static final String PASSWORD = "the application's own";

    private final SourcePack pack;
    private final TestDatabase database;

    private PackDatabase(SourcePack pack, TestDatabase database) {
        this.pack = pack;
        this.database = database;
    }

    /** A new database with the pack's schema and no rows. */
    public static PackDatabase installed(SourcePack pack) {
        PackDatabase installed = new PackDatabase(pack, TestServers.newDatabase("pack"));
        try (Connection owner = installed.owner()) {
            pack.install(owner, PASSWORD);
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot prepare a database for " + pack.name(), e);
        }
        return installed;
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
        return database.connect();
    }

    public Connection application() throws SQLException {
        return DriverManager.getConnection(database.jdbcUrl(), pack.applicationRole(), PASSWORD);
    }

    public WorkloadSettings settings() {
        return WorkloadSettings.of(database.jdbcUrl(), pack.applicationRole(), PASSWORD);
    }
}
