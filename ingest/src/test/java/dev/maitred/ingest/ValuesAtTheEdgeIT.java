package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Venue;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceRows;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What PostgreSQL can hold and a clock cannot. */
class ValuesAtTheEdgeIT {

    private static final String[] ROWS = {
        "INSERT INTO clubs VALUES (3, 'Late', 'Europe/Berlin', null, '24:00'), (4, 'Early', 'Europe/Berlin', null, '00:00')",
        """
        INSERT INTO nights VALUES (30, 3, '-infinity', 'infinity'), (31, 3, '2026-11-20 21:00Z', '294246-12-31 23:59:59.999999Z'),
                                  (32, 3, '4713-01-01 00:00Z BC', '2026-11-20 21:00Z'), (33, 3, '0001-01-01 00:00Z', '9999-12-31Z'),
                                  (34, 3, '2026-11-20 21:00Z', '294276-12-31 23:59:59.999999Z')
        """,
        """
        INSERT INTO festivals VALUES (40, 3, '-infinity', '0001-01-01'), (41, 3, '4713-01-01 BC', '9999-12-31'),
                                     (42, 3, '294246-12-31 23:59:59.999999', '2026-11-20'), (43, 3, 'infinity', '2026-11-20'),
                                     (44, 3, '294276-12-31 23:59:59.999999', '2026-11-20'), (45, 3, '2026-11-20', 'infinity'),
                                     (46, 3, '2026-11-20', '-infinity'), (47, 3, '2026-11-20', '5874897-12-31')
        """,
        "INSERT INTO bookings VALUES (50, 31, 1, 'BOOKED', null, 'infinity'), (51, 31, 2, 'BOOKED', null, '-infinity')"
    };

    private static final String AFTER = "INSERT INTO bookings VALUES (60, 31, 3, 'BOOKED', null, null)";

    @Test
    void what_comes_through_the_log_is_what_a_read_finds_and_capture_goes_on() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source().sql(ROWS);
            running.source().sql(AFTER);

            isAllThere(running);
        }
    }

    @Test
    void what_is_there_at_the_start_is_read_alike() throws SQLException {
        try (RunningIngest running = RunningIngest.on(ROWS)) {
            running.source().sql(AFTER);

            isAllThere(running);
        }
    }

    @Test
    void a_name_as_long_as_a_book_is_put_aside_and_everything_else_goes_on() throws SQLException {
        try (RunningIngest running = RunningIngest.throughWith()) {
            running.source()
                    .sql(
                            "INSERT INTO clubs VALUES (3, repeat('x', 20000000), 'Europe/Berlin', null, null)",
                            "UPDATE clubs SET name = repeat('y', 1001) WHERE id = 1",
                            "UPDATE clubs SET name = repeat('z', 1000) WHERE id = 2",
                            "INSERT INTO bookings VALUES (1, 10, 1, 'BOOKED', null, null)");

            Map<String, Change> rows = running.rows();

            assertThat(rows)
                    .containsKey(running.club(1) + "/occupant/bookings/1")
                    .containsEntry(running.club(1) + "/venue/clubs/1", new Venue("Blue", "", "Europe/Berlin", 0))
                    .doesNotContainKey(running.club(3) + "/venue/clubs/3");
            assertThat(((Venue) rows.get(running.club(2) + "/venue/clubs/2")).name())
                    .hasSize(1000);
            assertThat(running.ingest().counters().deadLetters()).isEqualTo(2);
        }
    }

    private static void isAllThere(RunningIngest running) throws SQLException {
        Map<String, Change> rows = running.rows();
        String late = running.club(3);

        assertThat(((Venue) rows.get(late + "/venue/clubs/3")).dayEndsMinute()).isZero();
        Slot always = (Slot) rows.get(late + "/slot/nights/30");
        assertThat(always.startsAtMicros()).isEqualTo(Micros.UNKNOWN);
        assertThat(always.endsAtMicros()).isEqualTo(Micros.NEVER);
        assertThat(((Slot) rows.get(late + "/slot/festivals/40")).startsAtMicros())
                .isEqualTo(Micros.UNKNOWN);
        assertThat(((Slot) rows.get(late + "/slot/festivals/43")).startsAtMicros())
                .isEqualTo(Micros.NEVER);
        assertThat(((Occupant) rows.get(late + "/occupant/bookings/60")).units())
                .containsExactly("3");
        assertThat(running.ingest().state()).isEqualTo(Ingest.State.STREAMING);
        assertThat(running.ingest().failure()).isNull();

        Set<String> unreadable = new HashSet<>();
        assertThat(rows).isEqualTo(read(running.source(), unreadable));
        assertThat(unreadable)
                .containsExactlyInAnyOrder("nights/34", "festivals/44", "festivals/45", "festivals/46", "festivals/47");
        assertThat(running.ingest().counters().deadLetters()).isEqualTo(unreadable.size());
    }

    /** All rows through the same mapping, by SQL. */
    private static Map<String, Change> read(Source source, Set<String> unreadable) throws SQLException {
        Map<String, Change> rows = new HashMap<>();
        try (Connection connection = source.database.connect();
                ConsistentRead read = ConsistentRead.open(source.settings.database(), Duration.ofSeconds(20))) {
            Mapping mapping = Mapping.compile(source.settings.mappingYaml(), PostgresCatalogue.read(connection));
            new SourceRows(mapping).read(read.connection(), new SourceRows.Visitor() {
                @Override
                public void row(ChangeKey key, Change change) {
                    rows.put(key.toString(), change);
                }

                @Override
                public void unmappable(TableName table, String primaryKey, String reason) {
                    unreadable.add(table.shortName() + "/" + primaryKey);
                }
            });
        }
        return rows;
    }
}
