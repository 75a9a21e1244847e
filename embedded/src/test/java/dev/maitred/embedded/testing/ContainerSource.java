package dev.maitred.embedded.testing;

import dev.maitred.embedded.kafka.KafkaSettings;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The official images, by Testcontainers, with the settings of the embedded servers. */
final class ContainerSource implements ServerSource {

    private static final Duration START = Duration.ofMinutes(2);

    private @Nullable PostgreSQLContainer postgres;
    private @Nullable KafkaContainer kafka;

    @Override
    public synchronized PostgresEndpoint postgres() {
        if (postgres == null) {
            PostgreSQLContainer container = PostgresContainer.unstarted();
            container.start();
            postgres = container;
        }
        return PostgresContainer.endpoint(postgres);
    }

    @Override
    public StoppablePostgres stoppablePostgres() {
        return new StoppableContainer();
    }

    @Override
    public synchronized String kafkaBootstrap() {
        if (kafka == null) {
            KafkaContainer container = new KafkaContainer(ContainerImages.present("kafka")).withStartupTimeout(START);
            KafkaSettings.behaviour().forEach((name, value) -> container.withEnv(variable(name), value));
            container.start();
            kafka = container;
        }
        return kafka.getBootstrapServers();
    }

    /** As the image reads them: {@code broker.session.timeout.ms} is {@code KAFKA_BROKER_SESSION_TIMEOUT_MS}. */
    private static String variable(String setting) {
        return "KAFKA_" + setting.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public synchronized void close() {
        if (kafka != null) {
            kafka.stop();
        }
        if (postgres != null) {
            postgres.stop();
        }
    }
}
