package dev.maitred.ingest;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import org.jspecify.annotations.Nullable;

/**
 * What ingest needs to capture one source.
 *
 * @param mappingYaml the mapping file's text
 * @param kafkaBootstrap where the change logs are
 * @param salt under which ids are hashed; null: the mapping hashes none
 */
public record IngestSettings(
        SourceDatabase database,
        String mappingYaml,
        String kafkaBootstrap,
        @Nullable Salt salt) {

    /** Of a mapping that hashes nothing. */
    public IngestSettings(SourceDatabase database, String mappingYaml, String kafkaBootstrap) {
        this(database, mappingYaml, kafkaBootstrap, null);
    }

    /** @throws dev.maitred.mapping.language.MappingException with everything that is wrong with the mapping */
    public Mapping compile(Catalogue catalogue) {
        return Mapping.compile(mappingYaml, catalogue, salt);
    }

    /** By the source's name, read from the mapping file; hyphens are not allowed in replication slot names. */
    public String replicationSlot() {
        return "maitred_" + sourceWord();
    }

    public String publication() {
        return "maitred_" + sourceWord();
    }

    public String source() {
        return dev.maitred.mapping.language.MappingFile.parse(mappingYaml).source();
    }

    private String sourceWord() {
        return source().replace('-', '_');
    }
}
