package dev.maitred.embedded.testing;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;

/** The project's own embedded PostgreSQL, on a directory of its own. */
final class StoppableChild implements StoppablePostgres {

    private final DataDirectory data;
    private final PostgresEndpoint endpoint;
    private PostgresServer server;

    StoppableChild(DataDirectory data) {
        this.data = data;
        this.server = PostgresServer.start(data.postgres(), data.logs());
        this.endpoint = server.endpoint();
    }

    @Override
    public PostgresEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public void stop() {
        server.close();
    }

    @Override
    public void start() {
        server = PostgresServer.start(data.postgres(), data.logs(), endpoint.port());
    }

    @Override
    public void close() {
        server.close();
        TestDirectories.clear(data);
    }
}
