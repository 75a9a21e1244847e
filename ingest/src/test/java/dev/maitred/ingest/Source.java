package dev.maitred.ingest;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.TopicCreation;
import dev.maitred.contract.Topics;
import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.setup.SourceSetup;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.admin.Admin;

/** A small booking database of a test's own, with a role that may do no more than ingest needs. */
final class Source {

    static final String SCHEMA = """
            CREATE TABLE clubs (id bigint PRIMARY KEY, name text NOT NULL, zone text NOT NULL, phone text, closes time);
            CREATE TABLE nights (id bigint PRIMARY KEY, club_id bigint NOT NULL REFERENCES clubs, starts timestamptz NOT NULL,
                                 ends timestamptz NOT NULL);
            CREATE TABLE bookings (id bigint PRIMARY KEY, night_id bigint NOT NULL REFERENCES nights, table_id bigint NOT NULL,
                                   status text NOT NULL, guest text, gone timestamptz);
            CREATE TABLE festivals (id bigint PRIMARY KEY, club_id bigint NOT NULL REFERENCES clubs, starts timestamp NOT NULL,
                                    last_day date NOT NULL);
            """;

    private static final String MAPPING = """
            source: %s
            tables:
              clubs:
                venue: { name: name, time_zone: zone, day_ends: closes }
              nights:
                slot: { venue: club_id, starts_at: starts, ends_at: ends }
              festivals:
                slot: { venue: club_id, starts_at: starts, ends_at: last_day }
              bookings:
                occupant:
                  venue: night_id.club_id
                  slot: night_id
                  units: table_id
                  state: { column: status, values: { confirmed: BOOKED, cancelled: CANCELLED } }
                  when: gone == null
            """;

    final String name = newName();
    final TestDatabase database;
    final IngestSettings settings;

    Source() throws SQLException {
        this(TestServers.newDatabase("ingest"));
    }

    Source(TestDatabase database) throws SQLException {
        this(database, SCHEMA, MAPPING);
    }

    /** @param mapping with {@code %s} in place of the source's name */
    Source(String schema, String mapping) throws SQLException {
        this(TestServers.newDatabase("ingest"), schema, mapping);
    }

    /** One whose log is on a Kafka of its own. */
    static Source on(String kafkaBootstrap) throws SQLException {
        return new Source(TestServers.newDatabase("ingest"), SCHEMA, MAPPING, kafkaBootstrap);
    }

    private Source(TestDatabase database, String schema, String mapping) throws SQLException {
        this(database, schema, mapping, TestServers.kafkaBootstrap());
    }

    private Source(TestDatabase database, String schema, String mapping, String kafkaBootstrap) throws SQLException {
        this.database = database;
        String role = "role_" + name;
        sql(schema, "CREATE ROLE " + role + " LOGIN REPLICATION PASSWORD 'secret-" + name + "'");
        settings = new IngestSettings(
                new SourceDatabase(
                        database.server().host(), database.server().port(), database.name(), role, "secret-" + name),
                mapping.formatted(name),
                kafkaBootstrap);
        letIngestIn();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafkaBootstrap))) {
            TopicCreation.ensure(admin);
        }
    }

    /** A name under which clubs 1 and 2 live in two partitions, as tests of both together mean them to. */
    private static String newName() {
        while (true) {
            String name = "s%08x".formatted(ThreadLocalRandom.current().nextInt());
            if (Topics.partitionOf(name + ":1") != Topics.partitionOf(name + ":2")) {
                return name;
            }
        }
    }

    /** As the database's owner would. */
    void letIngestIn() throws SQLException {
        letIngestIn(settings);
    }

    void letIngestIn(IngestSettings by) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            Mapping mapping = Mapping.compile(by.mappingYaml(), PostgresCatalogue.read(connection));
            for (String each :
                    SourceSetup.statements(by, mapping, settings.database().user())) {
                statement.execute(each);
            }
        }
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    /** All of it in one transaction. */
    void transaction(String... statements) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        }
    }

    /** An LSN that an application would read after its commit. */
    Lsn lsn() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
            row.next();
            return Lsn.parse(row.getString(1));
        }
    }

    /** What a query says of its one row. */
    String one(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    /** The process that sends the log to ingest. */
    long sender() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT active_pid FROM pg_replication_slots WHERE slot_name = '"
                        + settings.replicationSlot() + "'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
