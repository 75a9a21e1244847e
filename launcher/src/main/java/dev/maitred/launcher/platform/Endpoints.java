package dev.maitred.launcher.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where a running platform is reached, as written to {@code endpoints.json} so that any client can join in. It holds passwords: only its
 * owner may read it.
 *
 * @param clickhouse null: reports are not available
 */
public record Endpoints(
        String http,
        Postgres postgres,
        Kafka kafka,
        @Nullable ClickHouse clickhouse,
        long pid) {

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The booking database. */
    public record Postgres(String host, int port, String database, String user, String password) {}

    public record Kafka(String bootstrap) {}

    public record ClickHouse(String url, String database, String user, String password) {}

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
        return JSON.readValue(Files.readString(file), Endpoints.class);
    }
}
