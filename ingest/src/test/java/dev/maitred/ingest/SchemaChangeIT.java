package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables change under a running source. */
@Timeout(180)
class SchemaChangeIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_renamed_column_stops_its_source_with_what_to_do_and_nothing_is_lost_when_it_is_mended() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            running.source()
                    .sql(
                            "ALTER TABLE bookings RENAME status TO state",
                            booking(2),
                            "DELETE FROM bookings WHERE id = 1");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.ingest().failure())
                            .contains("tables.bookings.occupant.state")
                            .contains("table bookings has no column \"status\""));
            assertThat(running.ingest().state()).isEqualTo(Ingest.State.FAILED);

            running.source().sql("ALTER TABLE bookings RENAME state TO status", booking(3));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.ingest().state()).isEqualTo(Ingest.State.STREAMING));
            assertThat(running.rows().keySet())
                    .contains(running.club(1) + "/occupant/bookings/2", running.club(1) + "/occupant/bookings/3")
                    .doesNotContain(running.club(1) + "/occupant/bookings/1");
        }
    }

    @Test
    void columns_that_are_not_mapped_come_go_and_change_without_notice() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            running.source()
                    .sql(
                            "ALTER TABLE bookings ADD COLUMN note text DEFAULT 'x', ALTER guest TYPE varchar(90)",
                            "INSERT INTO bookings VALUES (2, 10, 2, 'BOOKED', 'Ann', null, 'window')",
                            "ALTER TABLE bookings DROP COLUMN note",
                            "ALTER TABLE bookings RENAME guest TO name",
                            booking(3));

            assertThat(running.rows().keySet())
                    .contains(running.club(1) + "/occupant/bookings/2", running.club(1) + "/occupant/bookings/3");
            assertThat(running.ingest().failure()).isNull();
            assertThat(running.ingest().counters().deadLetters()).isZero();
        }
    }

    @Test
    void a_published_column_can_be_of_another_type_only_by_way_of_the_publication_and_all_is_read_anew()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1))) {
            String publication = running.source().settings.publication();
            String alter = "ALTER TABLE bookings ALTER table_id TYPE text USING 'T' || table_id";
            assertThatThrownBy(() -> running.source().sql(alter)).hasMessageContaining(publication);
            running.source()
                    .transaction("ALTER PUBLICATION " + publication + " DROP TABLE bookings", alter, booking(2));
            running.source().letIngestIn();

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.rows().get(running.club(1) + "/occupant/bookings/1"))
                            .asString()
                            .contains("units=[T1]"));
            assertThat(running.rows()).containsKey(running.club(1) + "/occupant/bookings/2");
        }
    }

    private static String booking(int id) {
        return "INSERT INTO bookings VALUES (" + id + ", 10, " + id + ", 'BOOKED', 'Ann', null)";
    }
}
