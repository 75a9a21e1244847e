package dev.maitred.ingest;

import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.source.SourceDatabase;
import org.jspecify.annotations.Nullable;

/**
 * What ingest needs to capture one source.
 *
 * @param mappingYaml the mapping file's text
 * @param kafkaBootstrap where the change logs are
 * @param publishedBy the publication's name; null: the source's first
 * @param isShadow whether it is captured a second time, beside the one that is in force
 */
public record IngestSettings(
        SourceDatabase database,
        String mappingYaml,
        String kafkaBootstrap,
        @Nullable String publishedBy,
        boolean isShadow) {

    public IngestSettings(SourceDatabase database, String mappingYaml, String kafkaBootstrap) {
        this(database, mappingYaml, kafkaBootstrap, null, false);
    }

    /** The same source by another mapping. */
    public IngestSettings mappedBy(String yaml) {
        return new IngestSettings(database, yaml, kafkaBootstrap, publishedBy, isShadow);
    }

    /** The same source by another publication. */
    public IngestSettings publishedBy(String publication) {
        return new IngestSettings(database, mappingYaml, kafkaBootstrap, publication, isShadow);
    }

    /** The same source a second time. */
    public IngestSettings asShadow() {
        return new IngestSettings(database, mappingYaml, kafkaBootstrap, publishedBy, true);
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
