package dev.maitred.embedded.testing;

import dev.maitred.embedded.postgres.PostgresEndpoint;

/** Where the servers of the tests come from. */
interface ServerSource extends AutoCloseable {

    /** Started at the first call. */
    PostgresEndpoint postgres();

    /** A new one at every call; the caller closes it. */
    StoppablePostgres stoppablePostgres();

    /** Started at the first call. */
    String kafkaBootstrap();

    /** Ends what was started. */
    @Override
    void close();
}
