package dev.maitred.launcher.demo;

import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.setup.SourceCheck;
import dev.maitred.ingest.setup.SourceNotReadyException;
import dev.maitred.ingest.setup.SourceSetup;
import dev.maitred.launcher.platform.EmbeddedRole;
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
final class PackDatabase {

    private static final Logger LOG = LoggerFactory.getLogger(PackDatabase.class);

    private static final long SEED = 1;

    private final PostgresServer server;
    private final SourcePack pack;

    PackDatabase(PostgresServer server, SourcePack pack) {
        this.server = server;
        this.pack = pack;
    }

    void prepare(String applicationPassword) throws SQLException {
        server.createDatabase(pack.name());
        try (Connection owner = server.endpoint().connect(pack.name())) {
            if (!pack.isInstalled(owner)) {
                pack.install(owner, applicationPassword);
            }
            if (!pack.isPopulated(owner)) {
                pack.populate(owner, Instant.now(), SEED);
            }
        }
    }

    /**
     * Makes ingest's role and publication where they are missing or no longer fit the mapping. A publication that fits stays: a new
     * one in its place would mean that changes may have been missed.
     *
     * @param database with the role of ingest
     */
    void letIngestIn(SourceDatabase database) throws SQLException {
        IngestSettings settings = new IngestSettings(database, pack.mappingYaml(), "");
        try (Connection owner = server.endpoint().connect(pack.name());
                Statement statement = owner.createStatement()) {
            EmbeddedRole.make(statement, database.user(), "LOGIN REPLICATION", database.password());
            if (isIngestIn(settings)) {
                return;
            }
            Mapping mapping = Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(owner));
            owner.setAutoCommit(false);
            IngestSettings toBe = settings.publishedBy(SourceCheck.toBeMade(owner, settings));
            for (String each :
                    SourceSetup.statements(toBe, mapping, database.user(), SourceCheck.isThere(owner, toBe))) {
                statement.execute(each);
            }
            owner.commit();
        }
    }

    private static boolean isIngestIn(IngestSettings settings) throws SQLException {
        try (Connection connection = settings.database().connect()) {
            SourceCheck.checkAny(
                    connection, settings, Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(connection)));
            return true;
        } catch (MappingException | SourceNotReadyException e) {
            LOG.debug("Ingest is to be let into {}", settings.database(), e);
            return false;
        }
    }
}
