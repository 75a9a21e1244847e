package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Mark;
import dev.maitred.ingest.change.MappingState;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.publish.StoredMapping;
import dev.maitred.ingest.setup.SourceCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The mapping of a source that is captured already is changed. */
@Timeout(240)
class MappingChangeIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String LIST = "confirmed: BOOKED, cancelled: CANCELLED";

    @Test
    void a_changed_value_list_becomes_true_for_rows_that_nobody_touches_and_no_other_row_is_written_again()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, "BOOKED"), booking(2, "CANCELLED"))) {
            String booking = running.club(1) + "/occupant/bookings/1";
            assertThat(running.rows().get(booking)).asString().contains("CONFIRMED");
            int before = running.records().size();

            running.restartBy(mapping(running).replace(LIST, "cancelled: CANCELLED, held: BOOKED"));
            awaitInForce(running);

            assertIsAsMapped(running);
            assertThat(running.rows().get(booking)).asString().contains("HELD");
            List<ChangeRecord> since =
                    running.records().subList(before, running.records().size());
            assertThat(since).extracting(record -> record.key().toString()).containsExactly(booking);
        }
    }

    @Test
    void a_mapping_that_means_the_same_in_other_words_changes_nothing() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, "BOOKED"))) {
            int before = running.records().size();
            running.restartBy(
                    "# Another text\n" + mapping(running).replace(LIST, "confirmed:   BOOKED, cancelled: CANCELLED"));
            running.source().sql(booking(2, "BOOKED"));

            assertThat(running.records()).hasSize(before + 1);
            assertThat(running.ingest().mapping().state()).isEqualTo(MappingState.State.IN_FORCE);
        }
    }

    @Test
    void a_running_source_takes_an_added_table_with_what_is_written_to_it_and_its_parent_meanwhile()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, "BOOKED"), booking(2, "BOOKED"))) {
            String all = mapping(running);
            String without = all.substring(0, all.indexOf("  bookings:"));
            letIn(running, without);
            running.restartBy(without);
            awaitInForce(running);
            assertThat(running.rows().keySet()).noneMatch(key -> key.contains("/bookings/"));
            assertIsAsMapped(running);

            letIn(running, all);
            running.ingest().map(all);
            running.source()
                    .sql(
                            booking(3, "BOOKED"),
                            "INSERT INTO nights VALUES (11, 2, '2026-11-22 21:00Z', '2026-11-23 05:00Z')",
                            "INSERT INTO bookings VALUES (4, 11, 4, 'BOOKED', 'Ann', null)",
                            "DELETE FROM bookings WHERE id = 1");
            awaitInForce(running, all);

            assertThat(running.rows()).containsKey(running.club(2) + "/occupant/bookings/4");
            running.source().sql("DELETE FROM bookings WHERE id = 2", booking(5, "BOOKED"));
            assertIsAsMapped(running, all);
            assertThat(incarnations(running)).containsOnly(1);
            // Twice switched, so the first is in force again: what is to be made for the next is the second, and so on.
            assertThat(toBeMade(running)).isEqualTo("maitred2_" + running.source().name);
            letIn(running, without);
            running.ingest().map(without);
            awaitInForce(running, without);
            await().atMost(SOON).until(() -> toBeMade(running), ("maitred_" + running.source().name)::equals);
        }
    }

    /** Asked by somebody who knows the database alone, as {@code ./maitred check} does. */
    private static String toBeMade(RunningIngest running) throws SQLException {
        try (Connection connection = running.settings().database().connect()) {
            return SourceCheck.toBeMade(connection, running.source().settings);
        }
    }

    @Test
    void an_added_column_is_read_of_rows_that_are_there() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, "BOOKED"))) {
            String more = mapping(running).replace("{ name: name,", "{ name: name, tenant: phone,");
            letIn(running, more);
            running.restartBy(more);
            awaitInForce(running);

            assertThat(running.rows().get(running.club(1) + "/venue/clubs/1"))
                    .asString()
                    .contains("+49 555");
            running.source().sql("UPDATE clubs SET phone = '+49 777' WHERE id = 2", booking(2, "BOOKED"));
            assertIsAsMapped(running);
            assertThat(incarnations(running)).containsOnly(1);
        }
    }

    @Test
    void what_the_publication_lacks_is_told_and_the_source_goes_on_by_the_mapping_before() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, "BOOKED"))) {
            String more = mapping(running).replace("{ name: name,", "{ name: name, tenant: phone,");
            running.restartBy(more);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.ingest().mapping().failure())
                            .contains("CREATE PUBLICATION \"maitred2_" + running.source().name));
            running.source().sql(booking(2, "BOOKED"));
            assertThat(running.rows()).containsKey(running.club(1) + "/occupant/bookings/2");

            letIn(running, more);
            awaitInForce(running);
            assertIsAsMapped(running);
        }
    }

    @Test
    void a_mapping_that_the_tables_no_longer_have_the_columns_of_cannot_be_gone_on_by_and_all_is_read_anew()
            throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith(booking(1, "BOOKED"))) {
            running.source().sql("ALTER TABLE bookings RENAME status TO state", booking(2, "BOOKED"));
            running.restartBy(mapping(running).replace("column: status", "column: state"));
            running.source().sql(booking(3, "BOOKED"));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(running.ingest().state()).isEqualTo(Ingest.State.STREAMING));
            assertIsAsMapped(running);
            assertThat(incarnations(running)).contains(2);
        }
    }

    @Test
    void under_a_writing_application_a_source_is_switched_back_and_forth_and_every_row_ends_as_mapped()
            throws SQLException {
        long seed = new Random().nextLong(1_000_000);
        Source source = new Source();
        try (RunningIngest running = RunningIngest.throughWith(source)) {
            String first = source.settings.mappingYaml();
            String second = first.replace(LIST, "held: BOOKED, cancelled: CANCELLED")
                    .replace("{ name: name,", "{ name: name, tenant: phone,")
                    .replace("  festivals:\n    slot: { venue: club_id, starts_at: starts, ends_at: last_day }\n", "");
            String third = second.replace("units: table_id", "units: id").replace("gone == null", "table_id % 3 != 0");
            List<String> mappings = List.of(second, first, third, second, third);
            try (Writing writing = new Writing(source, seed)) {
                for (String each : mappings) {
                    letIn(running, each);
                    running.ingest().map(each);
                    source.sql(
                            each.equals(first)
                                    ? "TRUNCATE bookings"
                                    : "UPDATE clubs SET phone = '+49 777' WHERE id = 1");
                    awaitInForce(running, each);
                    assertThat(running.ingest().failure()).as("seed " + seed).isNull();
                }
            }
            assertIsAsMapped(running, third);
            assertThat(incarnations(running)).as("seed " + seed).containsOnly(1);
            assertInOrder(running.records());
        }
    }

    private static String mapping(RunningIngest running) {
        return running.source().settings.mappingYaml();
    }

    /** By the publication that is not in force. */
    static void letIn(RunningIngest running, String mapping) throws SQLException {
        IngestSettings settings = running.source()
                .settings
                .mappedBy(mapping)
                .publishedBy(inForce(running).publication());
        running.source().letIngestIn(settings.publishedBy(settings.otherPublication()));
    }

    static StoredMapping inForce(RunningIngest running) {
        return Objects.requireNonNull(new MemoryLoader(running.source().settings.kafkaBootstrap())
                .stored(running.source().name)
                .mapping());
    }

    private static void awaitInForce(RunningIngest running) {
        awaitInForce(running, running.settings().mappingYaml());
    }

    static void awaitInForce(RunningIngest running, String mapping) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(inForce(running).yaml())
                        .as(() -> running.ingest().mapping() + " "
                                + running.ingest().failure())
                        .isEqualTo(mapping));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(running.ingest().state()).isEqualTo(Ingest.State.STREAMING));
    }

    private static List<Integer> incarnations(RunningIngest running) throws SQLException {
        return running.records().stream()
                .filter(record -> record.change() instanceof Mark)
                .map(record -> ((Mark) record.change()).incarnation())
                .distinct()
                .toList();
    }

    private static void assertIsAsMapped(RunningIngest running) throws SQLException {
        assertIsAsMapped(running, running.settings().mappingYaml());
    }

    private static void assertIsAsMapped(RunningIngest running, String yaml) throws SQLException {
        AsMapped.assertIs(running, yaml, Map.of());
    }

    private static void assertInOrder(List<ChangeRecord> records) {
        Map<String, Position> last = new HashMap<>();
        for (ChangeRecord record : records) {
            if (record.change() instanceof Mark) {
                continue;
            }
            Position before = last.put(record.key().toString(), record.position());
            if (before != null) {
                assertThat(record.position().isAfter(before))
                        .as("%s after %s", record, before)
                        .isTrue();
            }
        }
    }

    private static String booking(int id, String status) {
        return "INSERT INTO bookings VALUES (" + id + ", 10, " + id + ", '" + status + "', 'Ann', null)";
    }
}
