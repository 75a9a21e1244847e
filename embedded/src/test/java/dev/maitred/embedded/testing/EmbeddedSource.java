package dev.maitred.embedded.testing;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.DirectoryTree;
import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The project's own embedded servers, on a directory for this JVM alone. */
final class EmbeddedSource implements ServerSource {

    private static final int DIRECTORIES = 64;

    private final DataDirectory data = firstUnused();
    private @Nullable PostgresServer postgres;
    private @Nullable KafkaServer kafka;

    /**
     * The directories have fixed names, so that opening one afresh clears away what a killed test run left there, its
     * PostgreSQL included.
     */
    private static DataDirectory firstUnused() {
        Path base = Path.of(System.getProperty("java.io.tmpdir"), "maitred-test-" + System.getProperty("user.name"));
        for (int i = 0; i < DIRECTORIES - 1; i++) {
            try {
                return DataDirectory.openFresh(base.resolve(Integer.toString(i)));
            } catch (EmbeddedException e) {
                // In use by another test run: the next one. The last one's refusal is for the reader.
            }
        }
        return DataDirectory.openFresh(base.resolve(Integer.toString(DIRECTORIES - 1)));
    }

    @Override
    public synchronized PostgresEndpoint postgres() {
        if (postgres == null) {
            postgres = PostgresServer.start(data.postgres(), data.logs());
        }
        return postgres.endpoint();
    }

    @Override
    public synchronized String kafkaBootstrap() {
        if (kafka == null) {
            kafka = KafkaServer.start(data.kafka());
        }
        return kafka.bootstrap();
    }

    @Override
    public synchronized void close() {
        if (kafka != null) {
            kafka.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        try {
            DirectoryTree.delete(data.postgres());
            DirectoryTree.delete(data.kafka());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            data.close();
        }
    }
}
