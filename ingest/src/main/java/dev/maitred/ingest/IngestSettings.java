package dev.maitred.ingest;

import dev.maitred.mapping.source.SourceDatabase;

/**
 * What ingest needs to capture one source.
 *
 * @param mappingYaml the mapping file's text
 * @param kafkaBootstrap where the change logs are
 */
public record IngestSettings(SourceDatabase database, String mappingYaml, String kafkaBootstrap) {

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
