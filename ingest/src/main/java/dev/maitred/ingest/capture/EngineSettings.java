package dev.maitred.ingest.capture;

import dev.maitred.ingest.IngestSettings;
import java.time.Duration;
import java.util.Properties;

/** The engine's settings, each with why it is not the default. */
final class EngineSettings {

    private static final Duration LET_GO_AFTER = Duration.ofSeconds(20);

    private EngineSettings() {}

    /** @param life of this engine and no other: two of one source may live in one process, on two databases */
    static Properties of(IngestSettings settings, String life) {
        Properties engine = new Properties();
        engine.setProperty("name", settings.capture());
        engine.setProperty(Life.SETTING, life);
        engine.setProperty("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        engine.setProperty("topic.prefix", settings.capture());
        engine.setProperty("database.hostname", settings.database().host());
        engine.setProperty("database.port", Integer.toString(settings.database().port()));
        engine.setProperty("database.user", settings.database().user());
        engine.setProperty("database.password", settings.database().password());
        engine.setProperty("database.dbname", settings.database().database());

        // Seconds. A stopped server takes connections and never answers; a peer that is gone is noticed by keep-alives.
        engine.setProperty("driver.connectTimeout", "5");
        engine.setProperty("driver.loginTimeout", "10");
        engine.setProperty("driver.tcpKeepAlive", "true");
        // A process that stands still lets go of the replication slot after this; the server's default is a minute.
        engine.setProperty(
                "driver.options",
                "-c wal_sender_timeout=" + LET_GO_AFTER.toMillis()
                        // As many digits as a number has, whatever the role or the database says.
                        + " -c extra_float_digits=1"
                        + " -c statement_timeout=30000 -c lock_timeout=5000"
                        + " -c idle_session_timeout=0 -c idle_in_transaction_session_timeout=0");

        engine.setProperty("plugin.name", "pgoutput");
        engine.setProperty("slot.name", settings.replicationSlot());
        engine.setProperty("publication.name", settings.publication());
        // The default publishes every table of the database.
        engine.setProperty("publication.autocreate.mode", "disabled");
        // What a row is, the log says: the engine needs to read nothing of any table.
        engine.setProperty("table.include.list", "no such schema\\.no such table");

        // The default silently starts at the replication slot's position.
        engine.setProperty("offset.mismatch.strategy", "trust_offset");
        engine.setProperty("offset.storage", StoredOffsets.class.getName());
        engine.setProperty("offset.flush.interval.ms", "0");
        engine.setProperty("queue.provider.type", "maitred");
        engine.setProperty("snapshot.mode", "no_data");

        // How long the reading thread rests when nothing came: its latency.
        engine.setProperty("poll.interval.ms", "1");
        // With each of them PostgreSQL is told what was published.
        engine.setProperty("heartbeat.interval.ms", "1000");
        engine.setProperty("status.update.interval.ms", "2000");
        engine.setProperty("statistics.metrics.enabled", "false");
        // Where another engine of the same name has metrics still, or again, this one would wait a minute or two for
        // theirs.
        engine.setProperty("custom.metric.tags", "life=" + life);
        engine.setProperty("provide.transaction.metadata", "false");
        // One retry is this process's own: it begins again from what was published.
        engine.setProperty("errors.max.retries", "0");
        engine.setProperty("slot.max.retries", "0");
        return engine;
    }
}
