package dev.maitred.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.Venue;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.Fault;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.rule.OrphanException;
import dev.maitred.mapping.rule.Parents;
import dev.maitred.mapping.rule.RowContext;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.rule.UnmappableException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingTest {

    private static final String CLUBS = """
            source: night
            tables:
              clubs:
                venue: { name: name, time_zone: zone, day_ends: closes }
              events:
                slot: { venue: club_id, label: title, starts_at: starts, ends_at: ends }
              bookings:
                occupant:
                  venue: event_id.club_id
                  slot: event_id
                  units: [table_id]
                  state: { column: status, values: { confirmed: [NEW, PAID], cancelled: VOID } }
                  party_size: seats
                  amount: { major: total, currency: currency }
                  made_at: made
                  when: gone == null && seats > 0
              deposits:
                payment:
                  venue: session_id.event_id.club_id
                  slot: session_id.event_id
                  amount: { minor: amount, currency: { constant: EUR } }
                  at: at
            """;

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00.123456Z");

    private final Mapping mapping = Mapping.compile(CLUBS, Fixtures.CATALOGUE);

    @Test
    void a_row_becomes_the_entity_that_the_file_says() {
        assertThat(apply(
                        "clubs",
                        Map.of("id", 7L, "name", "Blue", "zone", "Europe/Berlin", "closes", LocalTime.of(6, 30))))
                .isEqualTo(new Rule.Result("night:7", new Venue("Blue", "", "Europe/Berlin", 390)));
    }

    @Test
    void owners_are_found_along_foreign_keys() {
        Rule.Result result = apply("bookings", booking(Map.of()));
        assertThat(result.owner()).isEqualTo("night:7");
        assertThat(result.change())
                .isEqualTo(new Occupant(
                        Occupant.Kind.BOOKING,
                        Occupant.State.CONFIRMED,
                        "9",
                        Micros.UNKNOWN,
                        Micros.UNKNOWN,
                        List.of("3"),
                        "",
                        0,
                        Micros.NEVER,
                        4,
                        new Money(1250, "EUR"),
                        "",
                        Micros.of(NOON)));
    }

    @Test
    void a_chain_of_two_foreign_keys_is_followed() {
        Rule.Result result = apply("deposits", Map.of("id", 1L, "session_id", 5L, "amount", 500L, "at", NOON));
        assertThat(result.owner()).isEqualTo("night:7");
        assertThat(result.change()).isEqualTo(new Payment("9", "", "", new Money(500, "EUR"), "", "", Micros.of(NOON)));
    }

    @Test
    void a_row_that_does_not_meet_its_condition_has_an_owner_and_no_change() {
        assertThat(apply("bookings", booking(Map.of("gone", NOON)))).isEqualTo(new Rule.Result("night:7", null));
        assertThat(apply("bookings", booking(Map.of("seats", 0L)))).isEqualTo(new Rule.Result("night:7", null));
    }

    @Test
    void a_parent_that_was_not_seen_makes_an_orphan() {
        assertThatThrownBy(() -> apply("bookings", booking(Map.of("event_id", 1000L))))
                .isInstanceOf(OrphanException.class)
                .hasMessageContaining("events 1000");
    }

    @Test
    void a_row_that_does_not_fit_says_why() {
        assertThatThrownBy(() -> apply("bookings", booking(Map.of("status", "ODD"))))
                .isInstanceOf(UnmappableException.class)
                .hasMessageContaining("\"ODD\"")
                .hasMessageContaining("[NEW, PAID, VOID]");
        assertThatThrownBy(() -> apply("bookings", booking(Map.of("total", new BigDecimal("1.234")))))
                .hasMessageContaining("finer than the currency's minor unit");
        assertThatThrownBy(() -> apply("bookings", booking(Map.of("total", new BigDecimal("10000000000000.01")))))
                .hasMessageContaining("an amount of at most 1000000000000000 minor units");
        assertThatThrownBy(() -> apply(
                        "clubs",
                        Map.of("id", 7L, "name", "x".repeat(1001), "zone", "Europe/Berlin", "closes", LocalTime.NOON)))
                .hasMessageContaining("name: expected at most 1000 characters, found 1001");
        assertThatThrownBy(() -> apply(
                        "clubs", Map.of("id", 7L, "name", "Blue", "zone", "Mars/North", "closes", LocalTime.NOON)))
                .hasMessageContaining("Mars/North");
    }

    @Test
    void parents_are_read_before_the_tables_that_look_them_up() {
        List<String> order =
                mapping.tables().stream().map(table -> table.name().name()).toList();
        assertThat(order).contains("sessions");
        assertThat(order.indexOf("events")).isLessThan(order.indexOf("bookings"));
        assertThat(order.indexOf("sessions")).isLessThan(order.indexOf("deposits"));
    }

    @Test
    void only_named_columns_are_read() {
        assertThat(table("bookings").layout().columns())
                .extracting(Column::name)
                .doesNotContain("note")
                .contains("id", "seats");
        assertThat(table("sessions").layout().columns())
                .extracting(Column::name)
                .containsExactly("id", "event_id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            clubs: { venue: { nam: name } }                                   | tables.clubs.venue.nam | unknown field
            clubs: { venue: { zone: zone } }                                  | tables.clubs.venue | `name` is required
            clubs: { venue: { name: title } }                                 | tables.clubs.venue.name | no column "title"
            clubs: { palace: { name: name } }                                 | tables.clubs.palace | unknown entity
            ghosts: { venue: { name: name } }                                 | tables.ghosts.venue | GRANT SELECT
            keyless: { venue: { name: a } }                                   | tables.keyless.venue | the primary key of keyless
            events: { slot: { venue: title.name, starts_at: starts, ends_at: ends } } | tables.events.slot.venue | is no foreign key
            events: { slot: { venue: club_id.nam, starts_at: starts, ends_at: ends } } | tables.events.slot.venue | no column "nam"
            clubs: { venue: { name: { expression: 'nam + 1' } } }             | tables.clubs.venue.name | does not compile
            clubs: { venue: { name: name, when: 'id + 1' } }                  | tables.clubs.venue.when | does not compile
            bookings: { occupant: { venue: id, state: status } }              | tables.bookings.occupant.state | {column: ..., values: {...}}
            bookings: { occupant: { venue: id, state: { constant: asleep } } } | tables.bookings.occupant.state | "asleep"
            bookings: { occupant: { venue: id, state: { constant: held }, amount: total } } | tables.bookings.occupant.amount | currency
            clubs: { venue: { name: name, when: 'name.matches("((x{99}){99}){99}")' } } | tables.clubs.venue.when | repeats too much
            clubs: { venue: { name: name, when: 'name.matches(zone)' } }      | tables.clubs.venue.when | not written out
            clubs: 7                                                          | tables.clubs | expected an entity
            """)
    void a_broken_mapping_says_where_and_what(String tables, String place, String words) {
        assertThatThrownBy(() -> Mapping.compile("source: night\ntables: { " + tables + " }", Fixtures.CATALOGUE))
                .isInstanceOf(MappingException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(words);
    }

    /** A label that is renamed, or not there yet, must not stop a source: it is told and no fault. */
    @Test
    void a_list_with_what_its_enum_has_not_is_told_as_a_note() {
        Mapping mapping = Mapping.compile("""
                source: night
                tables:
                  things:
                    occupant:
                      venue: club_id
                      state: { column: mood, values: { held: [pending, waiting, null], confirmed: payd } }
                """, Fixtures.CATALOGUE);
        assertThat(mapping.notes())
                .extracting(Fault::toString)
                .anyMatch(note -> note.contains("\"waiting\" is no label of the enum mood"))
                .anyMatch(note -> note.contains("Did you mean \"paid\"?"))
                .anyMatch(note -> note.contains("the labels [paid, void] of the enum mood are in no list"));
    }

    @Test
    void a_pattern_may_repeat_within_reason() {
        Mapping.compile(
                "source: night\ntables: { clubs: { venue: { name: name, when: 'name.matches(\"^[A-Z)]{1,40}(ab){2}\")' } } }",
                Fixtures.CATALOGUE);
    }

    @Test
    void a_file_that_is_nested_without_end_is_a_fault_in_either_form() {
        for (String deep : List.of("[".repeat(100_000), "{a: ".repeat(100_000))) {
            assertThatThrownBy(() -> Mapping.compile("source: night\ntables: " + deep, Fixtures.CATALOGUE))
                    .isInstanceOf(MappingException.class);
        }
    }

    @Test
    void all_faults_are_told_at_once() {
        String broken = CLUBS.replace("name: name", "name: title").replace("label: title", "label: nothing");
        assertThatThrownBy(() -> Mapping.compile(broken, Fixtures.CATALOGUE))
                .hasMessageContaining("2 faults")
                .hasMessageContaining("\"title\"")
                .hasMessageContaining("\"nothing\"");
    }

    private static Map<String, Object> booking(Map<String, Object> other) {
        Map<String, Object> row = new HashMap<>(Map.of(
                "id",
                1L,
                "event_id",
                9L,
                "table_id",
                3L,
                "status",
                "PAID",
                "seats",
                4L,
                "total",
                new BigDecimal("12.50"),
                "currency",
                "EUR",
                "made",
                NOON));
        row.putAll(other);
        return row;
    }

    private Rule.Result apply(String table, Map<String, Object> row) {
        MappedTable mapped = table(table);
        @Nullable
        Object[] values = mapped.layout().columns().stream()
                .map(column -> row.get(column.name()))
                .toArray();
        return mapped.rules().getFirst().apply(new RowContext(values, parents()));
    }

    /** Event 9 belongs to club 7, session 5 to event 9. */
    private Parents parents() {
        Map<String, Map<String, Object>> rows =
                Map.of("events 9", Map.of("id", 9L, "club_id", 7L), "sessions 5", Map.of("id", 5L, "event_id", 9L));
        return (table, key) -> {
            Map<String, Object> row = rows.get(table.name() + " " + key);
            return row == null
                    ? null
                    : table(table.name()).layout().remembered().stream()
                            .map(column -> row.get(column.name()))
                            .toArray();
        };
    }

    private MappedTable table(String name) {
        return mapping.table(TableName.parse(name)).orElseThrow();
    }
}
