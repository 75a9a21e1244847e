package dev.maitred.launcher.platform;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.TruthFile;
import org.jspecify.annotations.Nullable;

/**
 * A booking database that a platform reads.
 *
 * @param database as ingest, reconciliation and audit reach it
 * @param client as {@code ./maitred sql} reaches it
 * @param mappingYaml the mapping file's text
 * @param truth null: only the mapping judges
 * @param salt under which its ids are hashed; null: none is given
 */
public record PlatformSource(
        SourceDatabase database,
        SourceDatabase client,
        String mappingYaml,
        @Nullable TruthFile truth,
        @Nullable Salt salt) {

    /** The first part of its venues, queues and subjects. */
    public String name() {
        return MappingFile.parse(mappingYaml).source();
    }

    PlatformSource salted(@Nullable Salt by) {
        return new PlatformSource(database, client, mappingYaml, truth, by);
    }

    IngestSettings ingestSettings(String kafkaBootstrap) {
        return new IngestSettings(database, mappingYaml, kafkaBootstrap, salt);
    }
}
