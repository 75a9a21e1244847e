package dev.maitred.launcher.platform;

import dev.maitred.batch.runs.PlatformDatabase;
import dev.maitred.clickhouse.ClickHouseAddress;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a running platform is reached, as written to {@code endpoints.json} so that any client can join in. It holds passwords: only its
 * owner may read it.
 *
 * @param metrics what monitoring scrapes
 * @param postgres the first source's booking database, for psql and others
 * @param clickhouse null: reports are not available
 * @param sources all booking databases that it reads
 * @param platformDatabase where jobs keep what they did; null in a file that an older version wrote
 * @param start what started it, as it is typed after {@code ./maitred} and without {@code --data}; null: not known
 */
public record Endpoints(
        String http,
        @Nullable String metrics,
        Postgres postgres,
        Kafka kafka,
        @Nullable ClickHouse clickhouse,
        long pid,
        List<Source> sources,
        @Nullable Jobs platformDatabase,
        @Nullable String start) {

    public Endpoints {
        sources = sources == null ? List.of() : List.copyOf(sources);
    }

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** A database with a role that may use it. */
    public record Postgres(String host, int port, String database, String user, String password) {}

    /**
     * A booking database.
     *
     * @param client with the role that {@code ./maitred sql} uses
     * @param ingest with the role that reads mapped columns
     * @param mapping the mapping file's text
     * @param salt under which its ids are hashed; null: none are
     */
    public record Source(
            String name,
            Postgres client,
            Postgres ingest,
            String mapping,
            @Nullable String salt) {}

    /** The platform's own database. */
    public record Jobs(String jdbcUrl, String user, String password) {}

    public record Kafka(String bootstrap) {}

    public record ClickHouse(String url, String database, String user, String password) {}

    /** Of what runs in this process. */
    static Endpoints of(
            String http,
            String metrics,
            String kafkaBootstrap,
            @Nullable ClickHouseAddress reports,
            PlatformDatabase own,
            List<PlatformSource> sources,
            @Nullable String start) {
        List<Source> named = sources.stream()
                .map(each -> new Source(
                        each.name(),
                        postgres(each.client()),
                        postgres(each.database()),
                        each.mappingYaml(),
                        each.salt() == null ? null : each.salt().secret()))
                .toList();
        return new Endpoints(
                http,
                metrics,
                named.getFirst().client(),
                new Kafka(kafkaBootstrap),
                reports == null
                        ? null
                        : new ClickHouse(reports.url(), reports.database(), reports.user(), reports.password()),
                ProcessHandle.current().pid(),
                named,
                new Jobs(own.jdbcUrl(), own.user(), own.password()),
                start);
    }

    private static Postgres postgres(SourceDatabase at) {
        return new Postgres(at.host(), at.port(), at.database(), at.user(), at.password());
    }

    /** The source of that name; the first one for null. Empty when there is none of that name. */
    public Optional<Source> source(@Nullable String name) {
        return sources.stream()
                .filter(each -> name == null || each.name().equals(name))
                .findFirst();
    }

    /** Written beside and moved into place, so that nobody reads half of it. */
    public void write(Path file) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, JSON.writeValueAsString(this));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** @throws IOException when there is none, or it is not of this form */
    public static Endpoints read(Path file) throws IOException {
        Endpoints read = JSON.readValue(Files.readString(file), Endpoints.class);
        if (read == null) {
            throw new IOException("it holds nothing");
        }
        return read;
    }
}
