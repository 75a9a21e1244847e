package dev.maitred.embedded.testing;

import dev.maitred.embedded.postgres.PostgresEndpoint;

/** A PostgreSQL that one test has for itself, and may stop and start again: same address, same data. */
public interface StoppablePostgres extends AutoCloseable {

    /** Where it is, with the superuser's name and password; the same after every start. */
    PostgresEndpoint endpoint();

    /** Returns when it has ended; its clients are disconnected. */
    void stop();

    /** Returns when connections are accepted again. */
    void start();

    /** Ends it and deletes its data. */
    @Override
    void close();
}
