package dev.maitred.launcher.platform;

import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.setup.SourceCheck;
import dev.maitred.ingest.setup.SourceNotReadyException;
import dev.maitred.ingest.setup.SourceSetup;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.packs.SourcePack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A source pack's database on the embedded server: made, filled, and ingest let in with the least that it needs. */
final class BookingDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(BookingDatabase.class);

    /** The role of ingest, of reconciliation and of the audit. */
    static final String INGEST = "maitred_ingest";

    /** The platform's own database and the role that owns what is in it. */
    static final String PLATFORM = "maitred_platform";

    private static final long SEED = 1;

    private final PostgresServer server;
    private final SourcePack pack;
    private final Secrets secrets;

    BookingDatabase(PostgresServer server, SourcePack pack, Secrets secrets) {
        this.server = server;
        this.pack = pack;
        this.secrets = secrets;
    }

    void prepare() throws SQLException {
        server.createDatabase(pack.name());
        try (Connection owner = server.endpoint().connect(pack.name())) {
            if (!pack.isInstalled(owner)) {
                pack.install(owner, applicationPassword());
            }
            if (!pack.isPopulated(owner)) {
                pack.populate(owner, Instant.now(), SEED);
            }
        }
    }

    /** The platform's own database, apart from the bookings. */
    PlatformDatabase platformDatabase() throws SQLException {
        String name = PLATFORM;
        server.createDatabase(name);
        PostgresEndpoint endpoint = server.endpoint();
        try (Connection owner = endpoint.connect(name);
                Statement statement = owner.createStatement()) {
            role(statement, name, "LOGIN");
            statement.execute("GRANT ALL ON DATABASE " + name + " TO " + name);
            statement.execute("GRANT ALL ON SCHEMA public TO " + name);
        }
        return new PlatformDatabase(endpoint.jdbcUrl(name), name, secrets.of(name));
    }

    private void role(Statement statement, String role, String rights) throws SQLException {
        statement.execute("DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '" + role
                + "') THEN CREATE ROLE " + role + "; END IF; END $$");
        statement.execute("ALTER ROLE " + role + " " + rights + " PASSWORD '" + secrets.of(role) + "'");
    }

    String applicationPassword() {
        return secrets.of(pack.applicationRole());
    }

    PostgresEndpoint superuser() {
        return server.endpoint();
    }

    IngestSettings ingestSettings(String kafkaBootstrap) {
        PostgresEndpoint endpoint = server.endpoint();
        return new IngestSettings(
                new SourceDatabase(endpoint.host(), endpoint.port(), pack.name(), INGEST, secrets.of(INGEST)),
                pack.mappingYaml(),
                kafkaBootstrap);
    }

    /**
     * Makes ingest's role and publication where they are missing or no longer fit the mapping. A publication that fits stays: a new
     * one in its place would mean that changes may have been missed.
     */
    void letIngestIn(IngestSettings settings) throws SQLException {
        String role = INGEST;
        try (Connection owner = server.endpoint().connect(pack.name());
                Statement statement = owner.createStatement()) {
            role(statement, role, "LOGIN REPLICATION");
            if (isIngestIn(settings)) {
                return;
            }
            Mapping mapping = Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(owner));
            owner.setAutoCommit(false);
            for (String each : SourceSetup.statements(settings, mapping, role)) {
                statement.execute(each);
            }
            owner.commit();
        }
    }

    private static boolean isIngestIn(IngestSettings settings) throws SQLException {
        try (Connection connection = settings.database().connect()) {
            SourceCheck.check(
                    connection, settings, Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(connection)));
            return true;
        } catch (MappingException | SourceNotReadyException e) {
            LOG.debug("Ingest is to be let into {}", settings.database(), e);
            return false;
        }
    }
}
