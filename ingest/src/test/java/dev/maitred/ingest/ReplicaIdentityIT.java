package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.change.Change;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A table whose rows the log does not tell by their primary key is refused before the application feels it. */
@Timeout(120)
class ReplicaIdentityIT {

    private static final String SCHEMA = """
            CREATE TABLE clubs (id bigint PRIMARY KEY, name text NOT NULL, zone text NOT NULL);
            CREATE TABLE nights (id bigint NOT NULL, club_id bigint NOT NULL REFERENCES clubs, starts timestamptz NOT NULL,
                                 code text NOT NULL UNIQUE, PRIMARY KEY (id));
            CREATE TABLE bookings (id bigint NOT NULL, club_id bigint NOT NULL, table_id bigint NOT NULL, PRIMARY KEY (id))
                PARTITION BY RANGE (id);
            CREATE TABLE bookings_old PARTITION OF bookings FOR VALUES FROM (0) TO (1000);
            CREATE TABLE bookings_new PARTITION OF bookings FOR VALUES FROM (1000) TO (MAXVALUE);
            """;

    private static final String MAPPING = """
            source: %s
            tables:
              clubs:
                venue: { name: name, time_zone: zone }
              nights:
                slot: { venue: club_id, starts_at: starts, ends_at: starts }
              bookings:
                occupant: { venue: club_id, units: table_id, state: { constant: confirmed } }
            """;

    @Test
    void each_table_or_partition_is_told_with_what_mends_it_and_then_it_is_read() throws SQLException {
        Source source = new Source(SCHEMA, MAPPING);
        source.sql(
                "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin')",
                "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', 'A')",
                "INSERT INTO bookings VALUES (5, 1, 1), (1005, 1, 2)",
                "ALTER TABLE clubs REPLICA IDENTITY FULL",
                "ALTER TABLE nights REPLICA IDENTITY USING INDEX nights_code_key",
                "ALTER TABLE bookings_old REPLICA IDENTITY NOTHING",
                // That is the primary key by another name.
                "ALTER TABLE bookings_new REPLICA IDENTITY USING INDEX bookings_new_pkey");
        assertThatThrownBy(() -> source.sql("UPDATE clubs SET name = 'Red'"))
                .as("what it is refused for")
                .hasMessageContaining("replica identity");
        try (Ingest ingest = new Ingest(source.settings);
                ChangeLog log = new ChangeLog(source.name)) {
            ingest.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> ingest.failure() != null);
            assertThat(ingest.failure())
                    .contains(
                            "the replica identity of public.clubs is FULL",
                            "ALTER TABLE \"public\".\"clubs\" REPLICA IDENTITY DEFAULT",
                            "the replica identity of public.nights is an index that is not the primary key's",
                            "the replica identity of public.bookings_old is NOTHING")
                    .doesNotContain("bookings_new");

            source.sql(
                    "ALTER TABLE clubs REPLICA IDENTITY DEFAULT",
                    "ALTER TABLE nights REPLICA IDENTITY DEFAULT",
                    "ALTER TABLE bookings_old REPLICA IDENTITY DEFAULT");
            log.through(source.lsn());
            source.sql("UPDATE clubs SET name = 'Red'", "DELETE FROM bookings WHERE id IN (5, 1005)");
            Map<String, Change> rows = ChangeLog.latest(log.through(source.lsn()));
            assertThat(rows.keySet())
                    .containsExactlyInAnyOrder(source.name + ":1/venue/clubs/1", source.name + ":1/slot/nights/10");
        }
    }
}
