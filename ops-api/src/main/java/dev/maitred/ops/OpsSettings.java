package dev.maitred.ops;

import dev.maitred.mapping.rule.Salt;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the ops API is told when it starts.
 *
 * @param kafkaBootstrap where the change logs and boards are
 * @param stateDirectory of the topology; its own, on this machine
 * @param sources the databases that reconciliation may read
 */
@ConfigurationProperties("maitred")
public record OpsSettings(String kafkaBootstrap, Path stateDirectory, List<SourceSettings> sources) {

    public OpsSettings {
        sources = sources == null ? List.of() : List.copyOf(sources);
    }

    /**
     * Counts by slot, written independently of the mapping.
     *
     * @param file as whoever wrote it knows it
     * @param sql one query, of the columns that docs/mapping.md lists
     */
    public record TruthFile(String file, String sql) {}

    /**
     * A source that reconciliation may read.
     *
     * @param user a role with REPLICATION and SELECT on the mapped columns
     * @param mapping the mapping file's text
     * @param truth null: only the mapping judges
     * @param salt under which ids are hashed; null: the mapping hashes none
     */
    public record SourceSettings(
            String name,
            String host,
            int port,
            String database,
            String user,
            String password,
            String mapping,
            @Nullable TruthFile truth,
            @Nullable Salt salt) {

        /** The same source by another mapping. */
        public SourceSettings mappedBy(String yaml) {
            return new SourceSettings(name, host, port, database, user, password, yaml, truth, salt);
        }

        /** Without the password. */
        @Override
        public String toString() {
            return "SourceSettings[" + name + " at " + host + ":" + port + "/" + database + " as " + user + "]";
        }
    }
}
