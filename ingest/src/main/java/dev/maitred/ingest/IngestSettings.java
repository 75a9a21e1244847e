package dev.maitred.ingest;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import org.jspecify.annotations.Nullable;

/**
 * What ingest needs to capture one source.
 *
 * @param mappingYaml the mapping file's text
 * @param kafkaBootstrap where the change logs are
 * @param salt under which ids are hashed; null: the mapping hashes none
 * @param publishedBy the publication's name; null: the source's first
 * @param isShadow whether it is captured a second time, beside the one that is in force
 */
public record IngestSettings(
        SourceDatabase database,
        String mappingYaml,
        String kafkaBootstrap,
        @Nullable Salt salt,
        @Nullable String publishedBy,
        boolean isShadow) {

    /** Of a mapping that hashes nothing. */
    public IngestSettings(SourceDatabase database, String mappingYaml, String kafkaBootstrap) {
        this(database, mappingYaml, kafkaBootstrap, null);
    }

    public IngestSettings(SourceDatabase database, String mappingYaml, String kafkaBootstrap, @Nullable Salt salt) {
        this(database, mappingYaml, kafkaBootstrap, salt, null, false);
    }

    /** @throws dev.maitred.mapping.language.MappingException with everything that is wrong with the mapping */
    public Mapping compile(Catalogue catalogue) {
        return Mapping.compile(mappingYaml, catalogue, salt);
    }

    /** The same source by another mapping. */
    public IngestSettings mappedBy(String yaml) {
        return new IngestSettings(database, yaml, kafkaBootstrap, salt, publishedBy, isShadow);
    }

    /** The same source by another publication. */
    public IngestSettings publishedBy(String publication) {
        return new IngestSettings(database, mappingYaml, kafkaBootstrap, salt, publication, isShadow);
    }

    /** The same source a second time. */
    public IngestSettings asShadow() {
        return new IngestSettings(database, mappingYaml, kafkaBootstrap, salt, publishedBy, true);
    }

    /** By the source's name, read from the mapping file; hyphens are not allowed in replication slot names. */
    public String replicationSlot() {
        return (isShadow ? "maitredshadow_" : "maitred_") + sourceWord();
    }

    public String publication() {
        return publishedBy == null ? firstPublication() : publishedBy;
    }

    /** The two publications that a source may have: while one is in force, the other is made for a changed mapping. */
    public String otherPublication() {
        return publication().equals(firstPublication()) ? "maitred2_" + sourceWord() : firstPublication();
    }

    private String firstPublication() {
        return "maitred_" + sourceWord();
    }

    /** The name of what captures it, in this process. */
    public String capture() {
        // No source's name has a point in it.
        return source() + (isShadow ? ".shadow" : "");
    }

    public String source() {
        return MappingFile.parse(mappingYaml).source();
    }

    private String sourceWord() {
        return source().replace('-', '_');
    }
}
