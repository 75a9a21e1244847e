package dev.maitred.embedded.testing;

import static org.awaitility.Awaitility.await;

import dev.maitred.embedded.LoopbackPort;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** A container of its own. The engine gives a port of its choice anew at every start, so this one is told which. */
final class StoppableContainer implements StoppablePostgres {

    private static final int STOP_SECONDS = 30;

    private final PostgreSQLContainer container = PostgresContainer.unstarted();
    private final PostgresEndpoint endpoint;

    StoppableContainer() {
        int port = LoopbackPort.anyFree("PostgreSQL");
        container.setPortBindings(List.of(port + ":" + PostgreSQLContainer.POSTGRESQL_PORT));
        container.start();
        endpoint = PostgresContainer.endpoint(container);
    }

    @Override
    public PostgresEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public void stop() {
        container
                .getDockerClient()
                .stopContainerCmd(container.getContainerId())
                .withTimeout(STOP_SECONDS)
                .exec();
    }

    @Override
    public void start() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        await().atMost(PostgresContainer.START)
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> {
                    try (Connection connection = endpoint.connect("postgres")) {
                        return connection.isValid(1);
                    }
                });
    }

    @Override
    public void close() {
        container.stop();
    }
}
