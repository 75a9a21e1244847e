package dev.maitred.embedded.postgres;

import dev.maitred.embedded.DirectoryLock;
import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.LoopbackPort;
import dev.maitred.embedded.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * A PostgreSQL 18 of this machine: durable, with logical decoding, on 127.0.0.1 only, by password only. It is a process
 * of its own; when this one is killed it goes on, and the next start on the same directory ends it and takes its place.
 */
public final class PostgresServer implements AutoCloseable {

    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String UNIQUE_VIOLATION = "23505";

    private final DirectoryLock lock;
    private final PostgresCluster cluster;
    private final Path binaries;
    private final Path logFile;
    private final PostgresEndpoint endpoint;
    private Postmaster postmaster;
    private boolean closed;

    private PostgresServer(DirectoryLock lock, PostgresCluster cluster, Path logFile, int port) {
        this.lock = lock;
        this.cluster = cluster;
        this.logFile = logFile;
        this.binaries = PostgresBinaries.unpacked();
        stopLeftBehind(cluster);
        int chosen = LoopbackPort.choose("PostgreSQL", port, cluster.rememberedPort());
        cluster.prepare(binaries);
        this.endpoint = new PostgresEndpoint(LoopbackPort.HOST, chosen, PostgresCluster.SUPERUSER, cluster.password());
        this.postmaster = Postmaster.start(binaries, cluster, chosen, logFile);
    }

    /** On the port of the last start, else on a free one. */
    public static PostgresServer start(Path directory, Path logDirectory) {
        return start(directory, logDirectory, LoopbackPort.ANY);
    }

    /**
     * Starts on the data of the directory, or makes it; returns when connections are accepted.
     *
     * @param directory of the server alone, used by one process at a time; made when absent
     * @param logDirectory gets {@code postgres.log}
     * @param port 1 to 65535, or {@link LoopbackPort#ANY}
     * @throws EmbeddedException when it cannot; the data is as it was
     */
    public static PostgresServer start(Path directory, Path logDirectory, int port) {
        PostgresCluster cluster = new PostgresCluster(made(directory));
        DirectoryLock lock = DirectoryLock.take(cluster.directory());
        try {
            return new PostgresServer(lock, cluster, logDirectory.resolve("postgres.log"), port);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new EmbeddedException("The directory " + directory + " cannot be made: " + e.getMessage(), e);
        }
    }

    /**
     * Ends a server of an earlier run, or what a killed one left of itself. Stopped and not adopted: so it always runs
     * with this version's settings, and as our child.
     */
    private static void stopLeftBehind(PostgresCluster cluster) {
        for (ServerProcess left : ServerProcess.runningIn(cluster.data(), "postgres")) {
            if (left.isRunning() && !left.stop()) {
                throw new EmbeddedException("PostgreSQL of an earlier run still uses " + cluster.data()
                        + " and does not end: process " + left.pid() + ". End it, then start again.");
            }
        }
        cluster.forgetLastRun();
    }

    /** How to reach it as superuser; the same until the directory is deleted, but for the port when that was taken. */
    public PostgresEndpoint endpoint() {
        return endpoint;
    }

    /** Makes the database unless it exists. */
    public void createDatabase(String name) {
        try (Connection connection = endpoint.connect("postgres");
                PreparedStatement exists = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
                Statement create = connection.createStatement()) {
            exists.setString(1, name);
            try (ResultSet found = exists.executeQuery()) {
                if (found.next()) {
                    return;
                }
            }
            create.execute(
                    "CREATE DATABASE " + connection.unwrap(PGConnection.class).escapeIdentifier(name));
        } catch (SQLException e) {
            // Somebody else was quicker.
            if (!DUPLICATE_DATABASE.equals(e.getSQLState()) && !UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new EmbeddedException("The database " + name + " cannot be made: " + e.getMessage(), e);
            }
        }
    }

    public synchronized boolean isAlive() {
        return postmaster.process().isRunning();
    }

    /** The server's process, for whoever watches its memory. */
    public synchronized long pid() {
        return postmaster.process().pid();
    }

    /**
     * Ends what still runs and starts again on the same port; after a crash PostgreSQL replays its log first.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("PostgreSQL in " + cluster.directory() + " was closed");
        }
        stop();
        stopLeftBehind(cluster);
        postmaster = Postmaster.start(binaries, cluster, endpoint.port(), logFile);
    }

    /** Stops the server: clients are disconnected, the data is brought to disk. Can be called again. */
    @Override
    public synchronized void close() {
        stop();
        closed = true;
        lock.close();
    }

    private void stop() {
        if (!postmaster.process().stop()) {
            throw new EmbeddedException(
                    "PostgreSQL, process " + postmaster.process().pid() + ", does not end.");
        }
    }
}
