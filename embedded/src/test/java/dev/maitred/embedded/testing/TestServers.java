package dev.maitred.embedded.testing;

import dev.maitred.embedded.postgres.PostgresEndpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The servers that integration tests run against, each started at its first use, one per JVM, and ended with it. The
 * system property {@code maitred.servers} says which: {@code embedded} (the default) or {@code containers}. Both take the
 * same settings. Tests share them, so a test makes its own database and its own topic names.
 */
public final class TestServers {

    private static final String PROPERTY = "maitred.servers";

    private TestServers() {}

    /** PostgreSQL, with the superuser's name and password. */
    public static PostgresEndpoint postgres() {
        return Running.SERVERS.postgres();
    }

    /**
     * A new, empty database.
     *
     * @param prefix of its name: lower-case letters, digits and underscores
     */
    public static TestDatabase newDatabase(String prefix) {
        if (!prefix.matches("[a-z][a-z0-9_]{0,40}")) {
            throw new IllegalArgumentException("Expected lower-case letters, digits and _ , found \"" + prefix + "\"");
        }
        String name = prefix + "_"
                + String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
        try (Connection connection = postgres().connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return new TestDatabase(postgres(), name);
        } catch (SQLException e) {
            throw new IllegalStateException("The test database " + name + " cannot be made", e);
        }
    }

    /** A PostgreSQL beside the shared one, for a test that takes it away; the caller closes it. */
    public static StoppablePostgres stoppablePostgres() {
        return Running.SERVERS.stoppablePostgres();
    }

    /** {@code host:port} of one Kafka broker. */
    public static String kafkaBootstrap() {
        return Running.SERVERS.kafkaBootstrap();
    }

    private static ServerSource chosen() {
        String choice = System.getProperty(PROPERTY, "embedded");
        return switch (choice) {
            case "embedded" -> new EmbeddedSource();
            case "containers" -> new ContainerSource();
            default ->
                throw new IllegalArgumentException(
                        "Expected -D" + PROPERTY + "=embedded or containers, found \"" + choice + "\"");
        };
    }

    /** Made when the first test asks, by one thread only, as the language has it. */
    private static final class Running {
        static final ServerSource SERVERS = chosen();

        static {
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(SERVERS::close));
        }
    }
}
