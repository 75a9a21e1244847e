package dev.maitred.launcher.config;

import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.TruthFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a platform's file says.
 *
 * @param kafkaBootstrap null: an embedded Kafka
 * @param clickHouse null: an embedded ClickHouse
 * @param platformDatabase the platform's own; null: one on an embedded PostgreSQL
 */
public record PlatformConfig(
        List<Source> sources,
        @Nullable String kafkaBootstrap,
        @Nullable ClickHouseAddress clickHouse,
        @Nullable PlatformDatabase platformDatabase) {

    public PlatformConfig {
        sources = List.copyOf(sources);
    }

    /**
     * A booking database.
     *
     * @param place where it stands in the file
     * @param name by its mapping
     * @param mappingFile as the file names it
     * @param truth null: only the mapping judges
     * @param salt under which ids are hashed; null: one is made where it is needed, and kept beside the data
     */
    public record Source(
            String place,
            String name,
            String mappingFile,
            String mappingYaml,
            SourceDatabase database,
            @Nullable TruthFile truth,
            @Nullable Salt salt) {}
}
