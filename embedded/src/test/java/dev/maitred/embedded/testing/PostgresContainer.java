package dev.maitred.embedded.testing;

import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL's official image with the settings, roles and sorting of the embedded server. */
final class PostgresContainer {

    static final Duration START = Duration.ofMinutes(2);

    private PostgresContainer() {}

    static PostgreSQLContainer unstarted() {
        List<String> command = new ArrayList<>(List.of("postgres"));
        PostgresSettings.behaviour().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        PostgreSQLContainer container = new PostgreSQLContainer(ContainerImages.present("postgres"))
                .withUsername("maitred")
                .withPassword("test-only")
                .withDatabaseName("postgres")
                .withEnv("POSTGRES_INITDB_ARGS", "--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8")
                .withStartupTimeout(START);
        container.setCommand(command.toArray(String[]::new));
        return container;
    }

    static PostgresEndpoint endpoint(PostgreSQLContainer started) {
        return new PostgresEndpoint(
                started.getHost(),
                started.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
                started.getUsername(),
                started.getPassword());
    }
}
