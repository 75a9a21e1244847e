package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Venue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IngestIT {

    @Test
    void what_is_there_and_what_comes_is_in_the_log_without_a_gap() throws SQLException {
        try (RunningIngest running = RunningIngest.on(bookings(10, 1, 2500))) {
            running.source().sql(bookings(20, 2501, 2600));

            assertThat(running.rows())
                    .hasSize(2 + 2 + 2600)
                    .containsEntry(running.club(1) + "/venue/clubs/1", new Venue("Blue", "", "Europe/Berlin", 0))
                    .containsKey(running.club(2) + "/occupant/bookings/2600");
        }
    }

    @Test
    void a_deleted_row_is_a_tombstone_under_its_venue_although_only_its_primary_key_is_known() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source().sql(bookings(10, 7, 7), "DELETE FROM bookings WHERE id = 7");

            ChangeRecord last = running.records().getLast();

            assertThat(last.key()).isEqualTo(new ChangeKey(running.club(1), Entity.OCCUPANT, "bookings", "7"));
            assertThat(last.change()).isNull();
            assertThat(last.headers().reason()).isEqualTo(Reason.DELETE);
        }
    }

    @Test
    void a_row_that_moves_to_another_venue_leaves_a_tombstone_and_one_that_is_excluded_too() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source().sql(bookings(10, 7, 7), "UPDATE bookings SET night_id = 20 WHERE id = 7");
            assertThat(running.rows())
                    .containsKey(running.club(2) + "/occupant/bookings/7")
                    .doesNotContainKey(running.club(1) + "/occupant/bookings/7");

            running.source().sql("UPDATE bookings SET gone = now() WHERE id = 7");
            assertThat(running.rows()).doesNotContainKey(running.club(2) + "/occupant/bookings/7");
        }
    }

    @Test
    void the_last_change_of_a_transaction_in_each_partition_says_where_it_ended() throws SQLException {
        try (RunningIngest running = RunningIngest.on()) {
            int before = running.records().size();
            running.source().transaction(bookings(10, 1, 2600), bookings(20, 2601, 5200));

            List<ChangeRecord> records = running.records();
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

    /** However fast they are read: what others commit in between, of which nothing is mapped, must not count as their end. */
    @Test
    void a_transaction_ends_where_its_own_commit_does() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source().sql("CREATE TABLE unmapped (id bigint)");
            running.ingest().close();
            Map<String, Lsn> committedBefore = new HashMap<>();
            try (Connection connection = running.source().database.connect();
                    Statement statement = connection.createStatement()) {
                for (int id = 1; id <= 1500; id++) {
                    statement.execute(bookings(10, id, id));
                    try (ResultSet row = statement.executeQuery("SELECT pg_current_wal_lsn()")) {
                        row.next();
                        committedBefore.put(Integer.toString(id), Lsn.parse(row.getString(1)));
                    }
                    statement.execute("INSERT INTO unmapped VALUES (1)");
                }
            }
            running.restart();

            List<String> late = new ArrayList<>();
            for (ChangeRecord record : running.records()) {
                Lsn committed = committedBefore.get(record.key().row());
                if (record.key().entity() == Entity.OCCUPANT
                        && committed.isBefore(record.headers().end().lsn())) {
                    late.add(record.key().row() + ": " + record.headers().end().lsn() + " after " + committed);
                }
            }
            assertThat(late).isEmpty();
        }
    }

    @Test
    void a_restart_goes_on_where_it_ended_and_nothing_is_doubled() throws SQLException {
        try (RunningIngest running = RunningIngest.on()) {
            for (int round = 0; round < 3; round++) {
                insertOneByOne(running, round * 100, 50);
                running.records();
                insertOneByOne(running, round * 100 + 50, 50);
                running.restart();
            }
            Map<ChangeKey, Position> seen = new HashMap<>();
            for (ChangeRecord record : running.records()) {
                if (record.key().entity() == Entity.OCCUPANT) {
                    assertThat(seen.put(record.key(), record.position()))
                            .as("%s twice", record.key())
                            .isNull();
                }
            }
            assertThat(seen).hasSize(300);
        }
    }

    @Test
    void a_row_that_cannot_be_mapped_is_put_aside_and_the_stream_goes_on() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source().sql("INSERT INTO bookings VALUES (1, 10, 1, 'STRANGE', null, null)", bookings(10, 2, 2));

            Map<String, Change> rows = running.rows();

            assertThat(rows).doesNotContainKey(running.club(1) + "/occupant/bookings/1");
            assertThat(((Occupant) rows.get(running.club(1) + "/occupant/bookings/2")).units())
                    .containsExactly("2");
            assertThat(running.ingest().counters().deadLetters()).isEqualTo(1);
        }
    }

    /** Inserts the bookings with ids from first to last of one night, each of the table that has its number. */
    private static String bookings(int night, int first, int last) {
        return "INSERT INTO bookings SELECT id, " + night + ", id, 'BOOKED', 'Guest ' || id, null FROM generate_series("
                + first + ", " + last + ") id";
    }

    private static void insertOneByOne(RunningIngest running, int from, int count) throws SQLException {
        for (int id = from; id < from + count; id++) {
            running.source().sql(bookings(10, id, id));
        }
    }
}
