package dev.maitred.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.Activity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Document;
import dev.maitred.contract.change.Hours;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.OrphanException;
import dev.maitred.mapping.rule.Parents;
import dev.maitred.mapping.rule.RowContext;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.rule.Salt;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each form of the language makes of a row. */
class LanguageTest {

    private static final Salt SALT = new Salt("0123456789abcdef");

    @Test
    void a_row_is_both_the_unit_and_who_takes_it() {
        Mapping mapping = mapping("""
                things:
                  unit: { rule: seats, venue: club_id, label: note }
                  occupant: { rule: sales, venue: club_id, units: id, state: { constant: confirmed }, when: flag == true }
                """);
        Map<String, Object> row = Map.of("id", 5L, "club_id", 7L, "note", "A1", "flag", true);
        assertThat(results(mapping, "things", row))
                .containsExactly(
                        new Rule.Result("night:7", new Unit("", "A1", "", 1, true)),
                        new Rule.Result("night:7", occupant(List.of("5"))));
        assertThat(table(mapping, "things").rules()).extracting(Rule::name).containsExactly("seats", "sales");
    }

    @Test
    void a_table_may_be_the_same_entity_twice() {
        Mapping mapping = mapping("""
                things:
                  - hours: { rule: monday, venue: club_id, weekday: { constant: monday }, opens: at, closes: { constant: 2 } }
                  - hours: { rule: tuesday, venue: club_id, weekday: 2, closed: true }
                """);
        assertThat(results(mapping, "things", Map.of("id", 1L, "club_id", 7L, "at", LocalTime.of(22, 0))))
                .extracting(Rule.Result::change)
                .containsExactly(new Hours(1, null, 1320, 1560, false), new Hours(2, null, 0, 0, true));
    }

    @Test
    void hours_of_a_date_stand_for_that_date_and_hours_that_are_not_said_are_closed() {
        String rule =
                "things: { hours: { venue: club_id, weekday: { column: kind, values: { sunday: 0 } }, date: day, opens: at,"
                        + " closes: { minutes: kind } } }";
        assertThat(change(rule, Map.of("day", LocalDate.EPOCH, "at", LocalTime.NOON, "kind", 60L)))
                .isEqualTo(new Hours(0, 0, 720, 1500, false));
        assertThat(change(
                        "things: { hours: { venue: club_id, weekday: { column: kind, values: { sunday: 0 } }, opens: at } }",
                        Map.of("kind", 0L)))
                .isEqualTo(new Hours(7, null, 0, 0, true));
    }

    @Test
    void measures_are_numbers_under_names_without_those_that_are_null() {
        assertThat(change(
                        "things: { activity: { subject: id, at: { constant: 2026-11-20T12:00:00Z },"
                                + " measures: { ratio: ratio, flag: flag, price: price, n: { column: data, path: [n] } } } }",
                        Map.of("ratio", 0.5, "flag", true, "data", "{\"n\": 3}")))
                .isEqualTo(new Activity(
                        "1",
                        "",
                        "",
                        Micros.of(Instant.parse("2026-11-20T12:00:00Z")),
                        Map.of("ratio", 0.5, "flag", 1.0, "n", 3.0)));
    }

    @Test
    void a_document_says_its_values_in_the_order_of_the_file() {
        assertThat(change(
                        "things: { document: { subject: club_id, name: { constant: all }, values: { z: note, a: tags, j: data,"
                                + " t: wall, none: price } } }",
                        Map.of(
                                "note",
                                "x",
                                "tags",
                                List.of("p", "q"),
                                "data",
                                "{\"k\": [1, 2.50]}",
                                "wall",
                                LocalDateTime.MAX)))
                .isEqualTo(new Document(
                        "7",
                        "all",
                        "{\"z\":\"x\",\"a\":[\"p\",\"q\"],\"j\":{\"k\":[1,2.50]},\"t\":\"infinity\",\"none\":null}"));
    }

    @Test
    void a_venue_has_the_grid_that_the_file_or_the_row_says() {
        Map<String, Object> club = Map.of("id", 7L, "name", "Court", "zone", "Europe/Berlin");
        assertThat(changes("clubs: { venue: { name: name, time_zone: zone, grid: { minutes: 15 } } }", "clubs", club))
                .containsExactly(new Venue("Court", "", "Europe/Berlin", 0, 15));
        assertThat(changes("clubs: { venue: { name: name, grid: { minutes: 2880 } } }", "clubs", club))
                .containsExactly(new Venue("Court", "", "UTC", 0, 2880));
    }

    @Test
    void an_id_of_several_columns_is_joined_as_the_primary_key_is() {
        Mapping mapping = mapping("""
                halls: { venue: { name: zone } }
                seats:
                  unit: { venue: [tenant, hall], label: "(tenant, hall).zone", section: { lookup: zone, in: halls, by: { code: next_hall_code } } }
                """);
        Map<String, Object> hall = Map.of("tenant", 4L, "no", 2L, "zone", "UTC", "code", "H");
        assertThat(results(mapping, "halls", hall))
                .containsExactly(new Rule.Result("night:4,2", new Venue("UTC", "", "UTC", 0)));
        assertThat(results(mapping, "seats", Map.of("tenant", 4L, "id", 1L, "hall", 2L, "next_hall_code", "H"), hall))
                .containsExactly(new Rule.Result("night:4,2", new Unit("", "UTC", "UTC", 1, true)));
    }

    @Test
    void a_foreign_key_to_a_unique_key_is_followed_and_an_unknown_one_is_an_orphan() {
        Mapping mapping = mapping("seats: { unit: { venue: [tenant, hall_code.no] } }");
        Map<String, Object> hall = Map.of("tenant", 4L, "no", 2L, "zone", "UTC", "code", "H");
        assertThat(results(mapping, "seats", Map.of("tenant", 4L, "id", 1L, "hall_code", "H"), hall))
                .extracting(Rule.Result::owner)
                .containsExactly("night:4,2");
        assertThatThrownBy(() -> results(mapping, "seats", Map.of("tenant", 4L, "id", 1L, "hall_code", "X"), hall))
                .isInstanceOf(OrphanException.class)
                .hasMessage("its parent halls (code) X has not been seen");
        assertThat(mapping.tables()).extracting(each -> each.name().name()).containsExactly("halls", "seats");
    }

    @Test
    void units_come_from_a_list_an_array_or_json_each_of_them_once() {
        for (String units : List.of("ids", "[kind, { column: data, path: [x] }]", "{ column: data, path: [list] }")) {
            assertThat(change(
                            "things: { occupant: { venue: club_id, state: { constant: confirmed }, units: " + units
                                    + " } }",
                            Map.of(
                                    "ids",
                                    Arrays.asList(3L, null, 4L, 3L),
                                    "kind",
                                    3L,
                                    "data",
                                    "{\"x\": 4, \"list\": [3, \"4\", null, \"3\"]}")))
                    .as(units)
                    .isEqualTo(occupant(List.of("3", "4")));
        }
        assertThat(change(
                        "things: { occupant: { venue: club_id, state: { constant: confirmed }, units: [[club_id, kind]] } }",
                        Map.of("kind", 3L)))
                .isEqualTo(occupant(List.of("7,3")));
    }

    @Test
    void a_hashed_id_is_the_same_wherever_it_stands_and_another_under_another_salt() {
        String yaml =
                "source: night\ntables: { things: { activity: { subject: { hash: note }, object: { hash: [kind, note] },"
                        + " at: { constant: 2026-11-20T12:00:00Z } } } }";
        Map<String, Object> row = Map.of("id", 1L, "club_id", 7L, "note", "+49 555", "kind", 2L);
        Activity first = (Activity) results(Mapping.compile(yaml, Fixtures.CATALOGUE, SALT), "things", row)
                .getFirst()
                .change();
        Activity other = (Activity) results(
                        Mapping.compile(yaml, Fixtures.CATALOGUE, new Salt(SALT.secret() + "!")), "things", row)
                .getFirst()
                .change();
        // By openssl: printf '+49 555' | openssl dgst -sha256 -hmac 0123456789abcdef -binary | head -c 16 | base64
        assertThat(first).isNotNull();
        assertThat(java.util.Objects.requireNonNull(first).subject()).isEqualTo("h4x2kDWD78EsXfF2Lu-IKw");
        assertThat(first.object()).hasSize(22).isNotEqualTo(first.subject());
        assertThat(java.util.Objects.requireNonNull(other).subject()).isNotEqualTo(first.subject());
        assertThatThrownBy(() -> Mapping.compile(yaml, Fixtures.CATALOGUE)).hasMessageContaining("secret salt");
        assertThatThrownBy(() -> new Salt("short"))
                .hasMessageContaining("16 characters")
                .hasMessageNotContaining("short");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            { column: flag, values: { confirmed: true, held: [false, null] } }                                   | true  | CONFIRMED
            { column: flag, values: { confirmed: true, held: [false, null] } }                                   | false | HELD
            { column: flag, values: { confirmed: true, held: [false, null] } }                                   | -     | HELD
            { expression: 'flag == null ? "none" : "some"', values: { held: none, seated: some } }               | true  | SEATED
            { expression: 'flag == true ? "no-show" : "expired"' }                                               | true  | NO_SHOW
            { expression: 'flag == true ? "no-show" : "expired"' }                                               | -     | EXPIRED
            """)
    void a_state_is_said_by_booleans_nulls_and_expressions(String state, @Nullable Boolean flag, Occupant.State meant) {
        Map<String, Object> row = new HashMap<>();
        row.put("flag", flag);
        Occupant occupant = (Occupant) change("things: { occupant: { venue: club_id, state: " + state + " } }", row);
        assertThat(occupant.state()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-07-01T12:00, 2026-07-01T10:00:00Z",
        "2026-01-01T12:00, 2026-01-01T11:00:00Z",
        "2026-03-29T02:30, 2026-03-29T01:30:00Z",
        "2026-10-25T02:30, 2026-10-25T00:30:00Z",
    })
    void a_time_on_the_wall_is_right_across_daylight_saving(LocalDateTime wall, Instant instant) {
        String span = "starts_at: { local: wall, zone: { constant: Europe/Berlin } },"
                + " ends_at: { date: day, time: at, zone: club_id.zone, minutes: 90 }";
        Occupant occupant = (Occupant) change(
                "things: { occupant: { venue: club_id, state: { constant: held }, " + span + " } }",
                Map.of("wall", wall, "day", wall.toLocalDate(), "at", wall.toLocalTime()));
        assertThat(Micros.instant(occupant.startsAtMicros())).isEqualTo(instant);
        assertThat(Micros.instant(occupant.endsAtMicros())).isEqualTo(instant.plusSeconds(90 * 60));
    }

    @Test
    void an_expression_may_use_what_a_parent_says_and_infinity_stays_infinite() {
        Occupant occupant = (Occupant) change(
                "things: { occupant: { venue: club_id, state: { constant: held }, expires_at: { expression: 'wall' },"
                        + " section: { expression: 'z + \"!\"', with: { z: club_id.zone } } } }",
                Map.of("wall", LocalDateTime.MAX));
        assertThat(occupant.expiresAtMicros()).isEqualTo(Micros.NEVER);
        assertThat(occupant.section()).isEqualTo("Europe/Berlin!");
    }

    @ParameterizedTest
    @CsvSource({"eur", "Eur", "EUR"})
    void a_currency_is_written_large_however_the_source_writes_it(String currency) {
        for (String written : List.of("note", "{ constant: " + currency + " }")) {
            Occupant occupant = (Occupant) change(
                    "things: { occupant: { venue: club_id, state: { constant: confirmed }, amount: { minor: kind, currency: "
                            + written + " } } }",
                    Map.of("kind", 250L, "note", currency));
            assertThat(occupant.amount()).as(written).isEqualTo(new Money(250, "EUR"));
        }
    }

    @Test
    void a_column_that_only_a_text_of_an_expression_names_is_not_read() {
        Mapping mapping =
                mapping("things: { unit: { venue: club_id, label: { expression: '\"photo note\" + string(id)' } } }");
        assertThat(table(mapping, "things").layout().columns())
                .extracting(column -> column.name())
                .containsExactly("id", "club_id");
    }

    @Test
    void a_purge_is_no_cancellation_where_the_file_says_so() {
        assertThat(table(mapping("clubs: { venue: { name: name, on_delete: keep } }"), "clubs")
                        .rules())
                .allMatch(Rule::keepsDeleted);
        assertThat(table(mapping("clubs: { venue: { name: name, on_delete: remove } }"), "clubs")
                        .rules())
                .noneMatch(Rule::keepsDeleted);
        assertThat(table(mapping("clubs: { venue: { name: name } }"), "clubs").rules())
                .noneMatch(Rule::keepsDeleted);
    }

    private static Occupant occupant(List<String> units) {
        return new Occupant(
                Occupant.Kind.BOOKING,
                Occupant.State.CONFIRMED,
                "",
                Micros.UNKNOWN,
                Micros.UNKNOWN,
                units,
                "",
                0,
                Micros.NEVER,
                0,
                null,
                "",
                Micros.UNKNOWN);
    }

    private static Mapping mapping(String tables) {
        return Mapping.compile("source: night\ntables:\n" + tables.indent(2), Fixtures.CATALOGUE, SALT);
    }

    /** What a thing of club 7, with id 1 and these columns, becomes. */
    static Change change(String tables, Map<String, Object> columns) {
        Map<String, Object> row = new HashMap<>(Map.of("id", 1L, "club_id", 7L));
        row.putAll(columns);
        return changes(tables, "things", row).getFirst();
    }

    private static List<Change> changes(String tables, String table, Map<String, Object> row) {
        return results(mapping(tables), table, row).stream()
                .map(result -> java.util.Objects.requireNonNull(result.change()))
                .toList();
    }

    @SafeVarargs
    private static List<Rule.Result> results(
            Mapping mapping, String table, Map<String, Object> row, Map<String, Object>... halls) {
        MappedTable mapped = table(mapping, table);
        @Nullable
        Object[] values = mapped.layout().columns().stream()
                .map(column -> row.get(column.name()))
                .toArray();
        Map<String, @Nullable Object[]> parents = new HashMap<>();
        remember(mapping, "clubs", Map.of("id", 7L, "zone", "Europe/Berlin"), parents);
        for (Map<String, Object> hall : halls) {
            remember(mapping, "halls", hall, parents);
        }
        Parents remembered = (parent, key) -> parents.get(parent.name() + " " + key);
        return mapped.rules().stream()
                .map(rule -> rule.apply(new RowContext(values, remembered)))
                .toList();
    }

    private static void remember(
            Mapping mapping, String name, Map<String, Object> row, Map<String, @Nullable Object[]> parents) {
        mapping.table(TableName.parse(name)).ifPresent(table -> {
            @Nullable
            Object[] values = table.layout().columns().stream()
                    .map(column -> row.get(column.name()))
                    .toArray();
            @Nullable Object[] kept = table.layout().rememberedOf(values);
            parents.put(name + " " + table.layout().primaryKey(values), kept);
            table.layout().aliases(kept).forEach(alias -> parents.put(name + " " + alias, kept));
        });
    }

    private static MappedTable table(Mapping mapping, String name) {
        return mapping.table(TableName.parse(name)).orElseThrow();
    }
}
