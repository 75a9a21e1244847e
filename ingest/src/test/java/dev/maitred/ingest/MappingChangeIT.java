package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The mapping of a source that is captured already is changed. */
@Timeout(180)
class MappingChangeIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_changed_value_list_becomes_true_for_rows_that_nobody_touches() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, "BOOKED"))) {
            String booking = running.club(1) + "/occupant/bookings/1";
            assertThat(running.rows().get(booking)).asString().contains("CONFIRMED");

            running.restartBy(running.source()
                    .settings
                    .mappingYaml()
                    .replace("confirmed: BOOKED, cancelled: CANCELLED", "confirmed: SEATED, held: BOOKED"));

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(running.rows().get(booking)).asString().contains("HELD"));
        }
    }

    private static String booking(int id, String status) {
        return "INSERT INTO bookings VALUES (" + id + ", 10, " + id + ", '" + status + "', 'Ann', null)";
    }
}
