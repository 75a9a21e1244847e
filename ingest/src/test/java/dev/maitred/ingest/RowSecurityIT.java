package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.ingest.resync.Resync;
import dev.maitred.ingest.resync.Scope;
import dev.maitred.mapping.catalogue.TableName;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log tells all rows whatever a policy says, so a read that a policy thins out would take those that it hides for gone. */
@Timeout(180)
class RowSecurityIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void rows_that_a_policy_hides_do_not_count_as_gone() throws Exception {
        try (RunningIngest running = RunningIngest.throughWith(booking(1), booking(2))) {
            String role = running.settings().database().user();
            running.source().sql("ALTER TABLE bookings ENABLE ROW LEVEL SECURITY");
            running.ingest().resyncs().ask("mine", Scope.ofTables(Set.of(new TableName("public", "bookings"))));
            await().atMost(SOON).until(() -> mine(running).state() == Resync.State.FAILED);
            assertThat(mine(running).failure()).contains("row-level security policy for table \"bookings\"");
            running.source().sql(booking(3));
            assertThat(running.rows().keySet())
                    .contains(
                            running.club(1) + "/occupant/bookings/1",
                            running.club(1) + "/occupant/bookings/2",
                            running.club(1) + "/occupant/bookings/3");

            running.restart();
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.ingest().failure())
                            .contains(
                                    "row-level security would hide rows of public.bookings from the role",
                                    "ALTER ROLE \"" + role + "\" BYPASSRLS"));
            running.source().sql("ALTER ROLE " + role + " BYPASSRLS", "DELETE FROM bookings WHERE id = 1");
            assertThat(running.rows().keySet())
                    .contains(running.club(1) + "/occupant/bookings/2")
                    .doesNotContain(running.club(1) + "/occupant/bookings/1");
        }
    }

    private static Resync mine(RunningIngest running) {
        return running.ingest().resyncs().all().stream()
                .filter(each -> each.id().equals("mine"))
                .findFirst()
                .orElseThrow();
    }

    private static String booking(int id) {
        return "INSERT INTO bookings VALUES (" + id + ", 10, " + id + ", 'BOOKED', 'Ann', null)";
    }
}
