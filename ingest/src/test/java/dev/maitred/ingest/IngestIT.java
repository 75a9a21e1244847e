package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Venue;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestIT {

    private static final String[] TWO_CLUBS = {
        "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', '+49 555'), (2, 'Red', 'Europe/Lisbon', null)",
        "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z'), (20, 2, '2026-11-20 22:00Z', '2026-11-21 06:00Z')"
    };

    @Test
    void what_is_there_and_what_comes_is_in_the_log_without_a_gap() throws SQLException {
        Source source = new Source();
        source.transaction(TWO_CLUBS);
        source.sql(
                "INSERT INTO bookings SELECT id, 10, id, 'BOOKED', 'Guest ' || id, null FROM generate_series(1, 2500) id");
        try (Ingest ingest = new Ingest(source.settings);
                ChangeLog log = new ChangeLog(source.name)) {
            ingest.start();
            source.sql(
                    "INSERT INTO bookings SELECT id, 20, id, 'BOOKED', 'Guest', null FROM generate_series(2501, 2600) id");

            Map<String, Change> latest = ChangeLog.latest(log.through(source.lsn()));

            assertThat(latest).hasSize(2 + 2 + 2600);
            assertThat(latest)
                    .containsEntry(source.name + ":1/venue/clubs/1", new Venue("Blue", "", "Europe/Berlin", 0));
            assertThat(latest).containsKey(source.name + ":2/occupant/bookings/2600");
        }
    }

    @Test
    void a_deleted_row_is_a_tombstone_under_its_venue_although_only_its_primary_key_is_known() throws SQLException {
        Source source = started(TWO_CLUBS);
        try (Ingest ingest = new Ingest(source.settings);
                ChangeLog log = new ChangeLog(source.name)) {
            ingest.start();
            log.through(source.lsn());
            source.sql(
                    "INSERT INTO bookings VALUES (7, 10, 3, 'BOOKED', 'Ann', null)",
                    "DELETE FROM bookings WHERE id = 7");

            ChangeRecord last = log.through(source.lsn()).getLast();

            assertThat(last.key()).isEqualTo(new ChangeKey(source.name + ":1", Entity.OCCUPANT, "bookings", "7"));
            assertThat(last.change()).isNull();
            assertThat(last.headers().reason()).isEqualTo(Reason.DELETE);
        }
    }

    @Test
    void a_row_that_moves_to_another_venue_leaves_a_tombstone_and_one_that_is_excluded_too() throws SQLException {
        Source source = started(TWO_CLUBS);
        try (Ingest ingest = new Ingest(source.settings);
                ChangeLog log = new ChangeLog(source.name)) {
            ingest.start();
            log.through(source.lsn());
            source.sql(
                    "INSERT INTO bookings VALUES (7, 10, 3, 'BOOKED', 'Ann', null)",
                    "UPDATE bookings SET night_id = 20 WHERE id = 7");
            assertThat(ChangeLog.latest(log.through(source.lsn())))
                    .containsKey(source.name + ":2/occupant/bookings/7")
                    .doesNotContainKey(source.name + ":1/occupant/bookings/7");

            source.sql("UPDATE bookings SET gone = now() WHERE id = 7");
            assertThat(ChangeLog.latest(log.through(source.lsn())))
                    .doesNotContainKey(source.name + ":2/occupant/bookings/7");
        }
    }

    @Test
    void the_last_change_of_a_transaction_in_each_partition_says_where_it_ended() throws SQLException {
        Source source = started(TWO_CLUBS);
        try (Ingest ingest = new Ingest(source.settings);
                ChangeLog log = new ChangeLog(source.name)) {
            ingest.start();
            source.sql("SELECT 1");
            int before = log.through(source.lsn()).size();
            source.transaction(
                    "INSERT INTO bookings SELECT id, 10, id, 'BOOKED', null, null FROM generate_series(1, 2600) id",
                    "INSERT INTO bookings SELECT id, 20, id, 'BOOKED', null, null FROM generate_series(2601, 5200) id");
            var lsn = source.lsn();

            List<ChangeRecord> records = log.through(lsn);
            List<ChangeRecord> transaction = records.subList(before, records.size());

            assertThat(transaction).hasSize(5200);
            List<ChangeRecord> ends = transaction.stream()
                    .filter(record -> record.headers().end() != null)
                    .toList();
            assertThat(ends).extracting(record -> record.key().row()).containsExactlyInAnyOrder("2600", "5200");
            assertThat(ends.getFirst().headers().end())
                    .isEqualTo(ends.getLast().headers().end());
            assertThat(transaction)
                    .extracting(record -> record.position().previousEnd())
                    .containsOnly(transaction.getFirst().position().previousEnd());
            Set<Integer> indexes = new HashSet<>();
            transaction.forEach(record -> indexes.add(record.position().index()));
            assertThat(indexes).hasSize(5200).contains(1, 5200);
        }
    }

    @Test
    void a_restart_goes_on_where_it_ended_and_nothing_is_doubled() throws SQLException {
        Source source = started(TWO_CLUBS);
        try (ChangeLog log = new ChangeLog(source.name)) {
            for (int round = 0; round < 3; round++) {
                try (Ingest ingest = new Ingest(source.settings)) {
                    ingest.start();
                    insert(source, round * 100, 50);
                    log.through(source.lsn());
                    insert(source, round * 100 + 50, 50);
                }
            }
            try (Ingest ingest = new Ingest(source.settings)) {
                ingest.start();
                List<ChangeRecord> records = log.through(source.lsn());
                Map<ChangeKey, Position> seen = new HashMap<>();
                for (ChangeRecord record : records) {
                    if (record.key().entity() == Entity.OCCUPANT) {
                        assertThat(seen.put(record.key(), record.position()))
                                .as("%s twice", record.key())
                                .isNull();
                    }
                }
                assertThat(seen).hasSize(300);
            }
        }
    }

    @Test
    void a_row_that_cannot_be_mapped_is_put_aside_and_the_stream_goes_on() throws SQLException {
        Source source = started(TWO_CLUBS);
        try (Ingest ingest = new Ingest(source.settings);
                ChangeLog log = new ChangeLog(source.name)) {
            ingest.start();
            log.through(source.lsn());
            source.sql(
                    "INSERT INTO bookings VALUES (1, 10, 1, 'STRANGE', null, null)",
                    "INSERT INTO bookings VALUES (2, 10, 2, 'BOOKED', null, null)");

            Map<String, Change> latest = ChangeLog.latest(log.through(source.lsn()));

            assertThat(latest)
                    .containsKey(source.name + ":1/occupant/bookings/2")
                    .doesNotContainKey(source.name + ":1/occupant/bookings/1");
            assertThat(((Occupant) latest.get(source.name + ":1/occupant/bookings/2")).units())
                    .containsExactly("2");
            assertThat(ingest.counters().deadLetters()).isEqualTo(1);
        }
    }

    private static void insert(Source source, int from, int count) throws SQLException {
        for (int id = from; id < from + count; id++) {
            source.sql("INSERT INTO bookings VALUES (" + id + ", 10, " + id + ", 'BOOKED', null, null)");
        }
    }

    private static Source started(String... statements) throws SQLException {
        Source source = new Source();
        source.transaction(statements);
        return source;
    }
}
