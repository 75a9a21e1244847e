package dev.maitred.ingest.change;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.change.MappingDifference.Side;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.ingest.publish.StoredSource;
import dev.maitred.ingest.setup.SourceCheck;
import dev.maitred.ingest.setup.SourceNotReadyException;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.rule.Salt;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * By what a source is captured now: that which its log was made by, for as long as the database lets it, and not what its file says by
 * now.
 *
 * @param anew why nothing that stands in the log can be gone on from; null: it can
 */
public record InForce(
        IngestSettings settings, Mapping mapping, @Nullable String anew) {

    /**
     * @param wanted by the file
     * @param source what is stored of it
     * @throws SourceNotReadyException when the source lacks what it needs
     * @throws MappingException when the file's mapping is needed and wrong
     */
    public static InForce of(Connection connection, IngestSettings wanted, StoredSource source) throws SQLException {
        StoredMapping stored = source.mapping();
        Catalogue catalogue = PostgresCatalogue.read(connection);
        if (stored == null) {
            return by(
                    connection,
                    catalogue,
                    wanted,
                    source.offset() != null ? "what its log was mapped by is not stored" : null);
        }
        if (!stored.salt().isEmpty() && !stored.salt().equals(stored(wanted).salt())) {
            return by(
                    connection,
                    catalogue,
                    wanted.publishedBy(stored.publication()),
                    "the salt under which its ids are hashed is another");
        }
        if (stored.yaml().equals(wanted.mappingYaml())) {
            return by(connection, catalogue, wanted.publishedBy(stored.publication()), null);
        }
        IngestSettings before = wanted.mappedBy(stored.yaml()).publishedBy(stored.publication());
        String cannot;
        try {
            Mapping mapping = before.compile(catalogue);
            SourceCheck.check(connection, before, mapping);
            return new InForce(before, mapping, null);
        } catch (MappingException | SourceNotReadyException e) {
            cannot = String.valueOf(e.getMessage());
        }
        return by(
                connection,
                catalogue,
                wanted.publishedBy(stored.publication()),
                "its mapping was changed, and by the one before it cannot be gone on with: " + cannot);
    }

    /** By the file, whatever the log was made by: for when all is read anew. */
    public static InForce anew(Connection connection, IngestSettings wanted) throws SQLException {
        return by(connection, PostgresCatalogue.read(connection), wanted, null);
    }

    private static InForce by(
            Connection connection, Catalogue catalogue, IngestSettings settings, @Nullable String anew)
            throws SQLException {
        Mapping mapping = settings.compile(catalogue);
        return new InForce(settings.publishedBy(SourceCheck.checkEither(connection, settings, mapping)), mapping, anew);
    }

    public StoredMapping stored() {
        return stored(settings);
    }

    static StoredMapping stored(IngestSettings settings) {
        Salt salt = settings.salt();
        return new StoredMapping(
                settings.mappingYaml(), settings.publication(), salt == null ? "" : salt.fingerprint());
    }

    public Side side() {
        return Side.of(settings.mappingYaml(), mapping);
    }
}
