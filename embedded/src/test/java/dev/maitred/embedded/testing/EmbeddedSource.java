package dev.maitred.embedded.testing;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import org.jspecify.annotations.Nullable;

/** The project's own embedded servers, on a directory for this JVM alone. */
final class EmbeddedSource implements ServerSource {

    private final DataDirectory data = TestDirectories.firstUnused();
    private @Nullable PostgresServer postgres;
    private @Nullable KafkaServer kafka;

    @Override
    public synchronized PostgresEndpoint postgres() {
        if (postgres == null) {
            postgres = PostgresServer.start(data.postgres(), data.logs());
        }
        return postgres.endpoint();
    }

    @Override
    public StoppablePostgres stoppablePostgres() {
        return new StoppableChild(TestDirectories.firstUnused());
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
        TestDirectories.clear(data);
    }
}
