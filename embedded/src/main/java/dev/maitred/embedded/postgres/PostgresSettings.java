package dev.maitred.embedded.postgres;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What the embedded PostgreSQL is configured to be: durable first, then small, for a machine of two cores. */
public final class PostgresSettings {

    /** Included by {@code postgresql.conf}, so that ALTER SYSTEM still wins over it. */
    static final String FILE = "maitred.conf";

    private PostgresSettings() {}

    /** What makes a server behave as the platform expects, wherever it runs; a container gets the same by its command. */
    public static Map<String, String> behaviour() {
        Map<String, String> settings = new LinkedHashMap<>();
        // Nothing that was acknowledged is ever lost.
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");

        // Change capture, and how much log a reader that is away may hold back before it loses its place.
        settings.put("wal_level", "logical");
        settings.put("max_replication_slots", "100");
        settings.put("max_wal_senders", "20");
        settings.put("max_slot_wal_keep_size", "4GB");

        settings.put("password_encryption", "scram-sha-256");
        settings.put("max_connections", "100");
        settings.put("timezone", "UTC");
        settings.put("jit", "off");
        settings.put("shared_buffers", "128MB");
        return settings;
    }

    /** All settings of the embedded server as the lines of its file. */
    static String file() {
        Map<String, String> settings = behaviour();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");

        // No workers for reading, few for the rest; what is not given to this server is left to the others.
        settings.put("io_method", "sync");
        settings.put("max_worker_processes", "4");
        settings.put("max_logical_replication_workers", "0");
        settings.put("max_parallel_workers", "2");
        settings.put("autovacuum_max_workers", "2");
        settings.put("huge_pages", "off");
        settings.put("work_mem", "8MB");
        settings.put("maintenance_work_mem", "64MB");
        settings.put("effective_cache_size", "512MB");
        settings.put("random_page_cost", "1.1");
        settings.put("min_wal_size", "96MB");
        settings.put("max_wal_size", "1GB");

        // Statements can hold names, phones and passwords: they are not repeated in the log.
        settings.put("log_min_error_statement", "panic");
        settings.put("log_min_messages", "warning");
        settings.put("log_checkpoints", "off");
        settings.put("log_timezone", "UTC");
        settings.put("log_line_prefix", "%m [%p] %d ");
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'\n")
                .collect(Collectors.joining("", "# Written at every start; ALTER SYSTEM overrides it.\n", ""));
    }
}
