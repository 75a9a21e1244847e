package dev.maitred.embedded.postgres;

/** What the embedded PostgreSQL is configured to be: durable first, then small, for a machine of two cores. */
final class PostgresSettings {

    /** Included by {@code postgresql.conf}, so that ALTER SYSTEM still wins over it. */
    static final String FILE = "maitred.conf";

    static final String TEXT = """
            # Written at every start; ALTER SYSTEM overrides it.

            # Nothing that was acknowledged is ever lost.
            fsync = on
            synchronous_commit = on
            full_page_writes = on

            # Change capture, and how much log a reader that is away may hold back before it loses its place.
            wal_level = logical
            max_replication_slots = 20
            max_wal_senders = 20
            max_slot_wal_keep_size = 4GB
            min_wal_size = 96MB
            max_wal_size = 1GB

            # This machine only, by password only.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            password_encryption = 'scram-sha-256'
            max_connections = 100

            # Small: no just-in-time compiler, no workers for reading, few for the rest.
            shared_buffers = 128MB
            huge_pages = off
            jit = off
            io_method = sync
            max_worker_processes = 4
            max_logical_replication_workers = 0
            max_parallel_workers = 2
            autovacuum_max_workers = 2
            work_mem = 8MB
            maintenance_work_mem = 64MB
            effective_cache_size = 512MB
            random_page_cost = 1.1

            timezone = 'UTC'
            log_timezone = 'UTC'

            # Statements can hold names, phones and passwords: they are not repeated in the log.
            log_min_messages = warning
            log_min_error_statement = panic
            log_checkpoints = off
            log_line_prefix = '%m [%p] %d '
            """;

    private PostgresSettings() {}
}
