package dev.maitred.embedded.testing;

import com.github.dockerjava.api.exception.NotFoundException;
import dev.maitred.embedded.kafka.KafkaSettings;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The official images, by Testcontainers, with the settings of the embedded servers. */
final class ContainerSource implements ServerSource {

    private static final String POSTGRES_IMAGE = "postgres:18";
    private static final String KAFKA_IMAGE = "apache/kafka:4.2.1";
    private static final Duration START = Duration.ofSeconds(60);

    private @Nullable PostgreSQLContainer postgres;
    private @Nullable KafkaContainer kafka;

    @Override
    public synchronized PostgresEndpoint postgres() {
        if (postgres == null) {
            requirePresent(POSTGRES_IMAGE);
            List<String> command = new ArrayList<>(List.of("postgres"));
            PostgresSettings.behaviour().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
            PostgreSQLContainer container = new PostgreSQLContainer(POSTGRES_IMAGE)
                    .withUsername("maitred")
                    .withPassword("test-only")
                    .withDatabaseName("postgres")
                    .withStartupTimeout(START);
            container.setCommand(command.toArray(String[]::new));
            container.start();
            postgres = container;
        }
        return new PostgresEndpoint(
                postgres.getHost(),
                postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                postgres.getUsername(),
                postgres.getPassword());
    }

    @Override
    public synchronized String kafkaBootstrap() {
        if (kafka == null) {
            requirePresent(KAFKA_IMAGE);
            KafkaContainer container = new KafkaContainer(KAFKA_IMAGE).withStartupTimeout(START);
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

    /** Asked first, because pulling where there is no registry is tried for seven minutes. */
    private static void requirePresent(String image) {
        DockerClientFactory docker = DockerClientFactory.instance();
        if (!docker.isDockerAvailable()) {
            throw new IllegalStateException(
                    "Tests in containers need a container engine and none answers. Start one, or leave out --containers.");
        }
        try {
            docker.client().inspectImageCmd(image).exec();
        } catch (NotFoundException e) {
            throw new IllegalStateException(
                    "Tests in containers need the image " + image + " and it is not here. Get it with: docker pull "
                            + image,
                    e);
        }
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
