package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Reason;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that are gone although nobody tells of each. */
@Timeout(180)
class GoneIT {

    @Test
    void a_truncated_tables_rows_are_gone_and_those_written_after_it_in_the_same_transaction_are_there()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(bookings(1, 2500))) {
            running.source()
                    .transaction(bookings(3001, 4500), "TRUNCATE bookings", bookings(2, 2), bookings(5001, 5001));

            assertThat(running.rows().keySet())
                    .filteredOn(key -> key.contains("/occupant/"))
                    .containsExactlyInAnyOrder(
                            running.club(1) + "/occupant/bookings/2", running.club(1) + "/occupant/bookings/5001");
            assertThat(gone(running.records(), Reason.TRUNCATE)).hasSize(4000);
            assertThat(running.records().stream()
                            .filter(record -> record.headers().end() != null)
                            .map(record -> record.key().row()))
                    .last()
                    .isEqualTo("5001");
        }
    }

    @Test
    void even_rows_that_nothing_is_remembered_of_are_gone_when_their_table_is_truncated() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(bookings(1, 10))) {
            running.source()
                    .transaction(
                            "INSERT INTO clubs VALUES (3, 'Green', 'Europe/Berlin', null)",
                            "TRUNCATE clubs CASCADE",
                            "INSERT INTO clubs VALUES (2, 'Red again', 'Europe/Lisbon', null)");

            assertThat(running.rows().keySet()).containsExactly(running.club(2) + "/venue/clubs/2");

            running.restart();
            running.source().sql("INSERT INTO nights VALUES (30, 2, now(), now() + interval '1 hour')", booking(9, 30));
            assertThat(running.rows())
                    .containsKey(running.club(2) + "/occupant/bookings/9")
                    .hasSize(3);
        }
    }

    @Test
    void what_a_new_snapshot_does_not_find_any_more_is_gone_from_the_log_and_from_what_is_remembered()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(bookings(1, 2500))) {
            running.ingest().close();
            running.source()
                    .sql(
                            "SELECT pg_drop_replication_slot('"
                                    + running.source().settings.replicationSlot() + "')",
                            "DELETE FROM bookings WHERE id > 1500",
                            "UPDATE bookings SET night_id = 20 WHERE id = 7");
            running.restart();

            assertThat(running.rows().keySet())
                    .hasSize(2 + 2 + 1500)
                    .contains(running.club(2) + "/occupant/bookings/7")
                    .doesNotContain(
                            running.club(1) + "/occupant/bookings/7", running.club(1) + "/occupant/bookings/1501");
            assertThat(gone(running.records(), Reason.ABSENT)).hasSize(1001);
            assertThat(running.remembered("bookings")).hasSize(1500);
        }
    }

    private static List<ChangeRecord> gone(List<ChangeRecord> records, Reason reason) {
        return records.stream()
                .filter(record -> record.change() == null && record.headers().reason() == reason)
                .toList();
    }

    private static String bookings(int from, int to) {
        return "INSERT INTO bookings SELECT id, 10, id % 7, 'BOOKED', 'Ann', null FROM generate_series(" + from + ", "
                + to + ") AS id";
    }

    private static String booking(int id, int night) {
        return "INSERT INTO bookings VALUES (" + id + ", " + night + ", 1, 'BOOKED', 'Ann', null)";
    }
}
