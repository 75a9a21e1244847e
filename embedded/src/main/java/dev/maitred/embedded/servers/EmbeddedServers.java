package dev.maitred.embedded.servers;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.kafka.KafkaServer;
import dev.maitred.embedded.postgres.PostgresServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * PostgreSQL and Kafka on one data directory.
 *
 * @param postgres running, until {@link #close()}
 * @param kafka running, until {@link #close()}
 */
public record EmbeddedServers(PostgresServer postgres, KafkaServer kafka) implements AutoCloseable {

    /**
     * Starts both at the same time; when one cannot start, the other is stopped.
     *
     * @param postgresPort 1 to 65535, or {@link dev.maitred.embedded.LoopbackPort#ANY}
     * @param kafkaPort likewise
     * @throws dev.maitred.embedded.EmbeddedException when one of them cannot start
     */
    public static EmbeddedServers start(DataDirectory data, int postgresPort, int kafkaPort) {
        Executor platformThreads =
                task -> Thread.ofPlatform().name("server-start").start(task);
        CompletableFuture<PostgresServer> postgres = CompletableFuture.supplyAsync(
                () -> PostgresServer.start(data.postgres(), data.logs(), postgresPort), platformThreads);
        CompletableFuture<KafkaServer> kafka =
                CompletableFuture.supplyAsync(() -> KafkaServer.start(data.kafka(), kafkaPort), platformThreads);
        try {
            return postgres.thenCombine(kafka, EmbeddedServers::new).join();
        } catch (CompletionException e) {
            // thenCombine waits for both, so whichever runs is known here.
            postgres.thenAccept(PostgresServer::close);
            kafka.thenAccept(KafkaServer::close);
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Stops both; the data stays. */
    @Override
    public void close() {
        try {
            kafka.close();
        } finally {
            postgres.close();
        }
    }
}
