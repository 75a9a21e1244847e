package dev.maitred.bench.ingest;

import dev.maitred.contract.Lsn;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.setup.SourceSetup;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A booking database as applications have them: what is mapped, personal data beside it, venues found through the night. */
final class Bookings {

    /** Alike for all who read: the mapped columns alone leave the database. */
    static final String COLUMNS = "id, event_id, table_id, status, party_size, deposit_minor, currency, created_at";

    private static final String ROLE = "bench_reader";
    private static final String PASSWORD = "bench-reader";

    private static final String SCHEMA = """
            CREATE TABLE clubs (id bigint PRIMARY KEY, name text NOT NULL, time_zone text NOT NULL, phone text);
            CREATE TABLE events (id bigint PRIMARY KEY, club_id bigint NOT NULL REFERENCES clubs, title text NOT NULL,
                                 start_utc timestamptz NOT NULL, end_utc timestamptz NOT NULL);
            CREATE TABLE bookings (
                id bigint PRIMARY KEY, event_id bigint NOT NULL REFERENCES events, table_id bigint NOT NULL, status text NOT NULL,
                party_size smallint NOT NULL, code text NOT NULL, guest_name text NOT NULL, guest_phone text, guest_note text,
                deposit_minor bigint NOT NULL, currency char(3) NOT NULL, created_at timestamptz NOT NULL,
                updated_at timestamptz NOT NULL) WITH (autovacuum_enabled = off);
            INSERT INTO clubs SELECT n, 'Club ' || n, 'Europe/Berlin', '+49 30 ' || n FROM generate_series(1, 24) n;
            INSERT INTO events SELECT n, 1 + n % 24, 'Night ' || n, now() + n * interval '1 hour',
                                      now() + n * interval '1 hour' + interval '8 hours' FROM generate_series(1, 240) n;
            CREATE PROCEDURE one_by_one(first bigint, last bigint) LANGUAGE plpgsql AS $$
            BEGIN
                FOR booking IN first..last LOOP
                    UPDATE bookings SET party_size = 1 + (party_size + 1) % 12, updated_at = clock_timestamp() WHERE id = booking;
                    COMMIT;
                END LOOP;
            END $$;
            """;

    /** The nightclub's way: the venue by a look-up, values by name, money, a point in time. */
    private static final String MAPPING = """
            source: %s
            tables:
              clubs:
                venue: { name: name, time_zone: time_zone }
              events:
                slot: { venue: club_id, label: title, starts_at: start_utc, ends_at: end_utc }
              bookings:
                occupant:
                  venue: event_id.club_id
                  slot: event_id
                  units: table_id
                  kind: { constant: booking }
                  state:
                    column: status
                    values: { confirmed: BOOKED, seated: SEATED, cancelled: CANCELLED }
                  party_size: party_size
                  amount: { minor: deposit_minor, currency: currency }
                  made_at: created_at
            """;

    private final PostgresServer server;
    private final String database;

    /** Makes the database with this many bookings, all of them committed and clean. */
    Bookings(PostgresServer server, String database, long rows) throws SQLException {
        this.server = server;
        this.database = database;
        server.createDatabase(database);
        sql("DO $$ BEGIN CREATE ROLE " + ROLE + " LOGIN REPLICATION PASSWORD '" + PASSWORD
                + "'; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
        sql(SCHEMA);
        sql("INSERT INTO bookings SELECT n, 1 + n % 240, 1 + n % 100, 'BOOKED', 1 + n % 8, 'C' || n,"
                + " 'Guest number ' || n, '+49 170 ' || n, NULL, 1000 + n % 5000, 'EUR',"
                + " now() - n * interval '1 second', now() FROM generate_series(1, " + rows + ") n");
        sql("VACUUM ANALYZE bookings");
    }

    String database() {
        return database;
    }

    SourceDatabase asReader() {
        return new SourceDatabase(server.endpoint().host(), server.endpoint().port(), database, ROLE, PASSWORD);
    }

    /** Lets the role read under this source's name, and publishes the mapped columns under it. */
    IngestSettings letIn(String source, String bootstrap) throws SQLException {
        IngestSettings settings = new IngestSettings(asReader(), MAPPING.formatted(source), bootstrap);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            Mapping mapping = Mapping.compile(settings.mappingYaml(), PostgresCatalogue.read(connection));
            for (String each : SourceSetup.statements(settings, mapping, ROLE)) {
                statement.execute(each);
            }
        }
        return settings;
    }

    /** One transaction that changes the first so many bookings. */
    void updateAtOnce(long rows) throws SQLException {
        sql("UPDATE bookings SET status = CASE status WHEN 'BOOKED' THEN 'SEATED' ELSE 'BOOKED' END, updated_at = now()"
                + " WHERE id <= " + rows);
    }

    /** As many transactions, each of one booking. */
    void updateOneByOne(long transactions) throws SQLException {
        // All of it is written before anybody reads: whether each commit waits for the disk changes nothing of the log.
        sql("SET synchronous_commit = off", "CALL one_by_one(1, " + transactions + ")");
    }

    /** Between two measurements: what one left behind does not slow the next. */
    void tidy() throws SQLException {
        sql("VACUUM bookings", "CHECKPOINT");
    }

    Lsn lsn() throws SQLException {
        return Lsn.parse(text("SELECT pg_current_wal_flush_lsn()"));
    }

    /** Whether this slot's reader has said that it needs nothing before the LSN any more. */
    boolean isConfirmed(String replicationSlot, Lsn lsn) throws SQLException {
        return "t"
                .equals(text("SELECT confirmed_flush_lsn >= '" + lsn + "' FROM pg_replication_slots WHERE slot_name = '"
                        + replicationSlot + "'"));
    }

    boolean isRead(String replicationSlot) throws SQLException {
        return "t".equals(text("SELECT active FROM pg_replication_slots WHERE slot_name = '" + replicationSlot + "'"));
    }

    void makeReplicationSlot(String name) throws SQLException {
        text("SELECT lsn FROM pg_create_logical_replication_slot('" + name + "', 'pgoutput')");
    }

    /** Drops it once nobody reads it, if it is there. */
    void dropReplicationSlot(String name) throws SQLException {
        awaitUnread(name, Duration.ofSeconds(30));
        text("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = '" + name + "'");
    }

    void awaitUnread(String name, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isRead(name)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "The replication slot " + name + " is still read after " + patience.toSeconds() + " s");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    Connection connect() throws SQLException {
        return server.endpoint().connect(database);
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private String text(String query) throws SQLException {
        List<String> found = new java.util.ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
        }
        return found.isEmpty() ? "" : found.getFirst();
    }
}
