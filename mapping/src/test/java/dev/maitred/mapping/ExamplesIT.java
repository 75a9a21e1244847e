package dev.maitred.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.SourceRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Mappings of databases that others have designed. */
@Timeout(120)
class ExamplesIT {

    private static final Path PRETIX = Path.of("..", "docs", "examples", "pretix");

    private static final String[] ROWS = {
        "INSERT INTO pretixbase_organizer VALUES (1, 'Club', 'club')",
        """
        INSERT INTO pretixbase_event VALUES (5, 1, 'Concert', 'c', 'EUR', true, false, false, '2026-11-20 19:00Z', NULL),
                                            (6, 1, 'Series', 's', 'EUR', true, false, true, '2026-11-01 19:00Z', '2026-12-24 19:00Z')
        """,
        "INSERT INTO pretixbase_subevent VALUES (61, 6, 'First', true, '2026-11-27 19:00Z', '2026-11-27 22:00Z')",
        """
        INSERT INTO pretixbase_seat VALUES (500, 5, NULL, 'A-1', 'Stalls', 'A', '1', false), (501, 5, NULL, 'A-2', 'Stalls', 'A', '2', true),
                                           (610, 6, 61, 'A-1', 'Stalls', 'A', '1', false)
        """,
        "INSERT INTO pretixbase_order VALUES (9, 'ABC', 5, 'n', 'ann@example.org', '2026-10-01Z', '2026-10-15Z', 39.90)",
        """
        INSERT INTO pretixbase_orderposition VALUES (90, 9, NULL, 500, 39.90, 'Ann', 'ann@example.org', 'secret', false),
                                                    (91, 9, NULL, NULL, 0, 'Bob', NULL, 'secret2', true)
        """,
        "INSERT INTO pretixbase_cartposition VALUES (700, 'x', 6, 61, 610, '2026-10-01Z', '2026-10-01 00:30Z')",
        "INSERT INTO pretixbase_checkin VALUES (1, 90, false, 'unpaid', 'entry', '2026-11-20 18:30Z'), (2, 90, true, NULL, 'exit', now())"
    };

    @Test
    void a_ticket_shop_with_seating_plans_is_mapped_without_a_line_of_code() throws Exception {
        TestDatabase database = TestServers.newDatabase("pretix");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(Files.readString(PRETIX.resolve("schema.sql")));
            for (String row : ROWS) {
                statement.execute(row);
            }
            connection.setAutoCommit(false);
            Mapping mapping = Mapping.compile(
                    Files.readString(PRETIX.resolve("mapping.yaml")), PostgresCatalogue.read(connection));
            Map<String, Change> rows = new HashMap<>();
            List<String> unmapped = new ArrayList<>();
            new SourceRows(mapping).read(connection, new SourceRows.Visitor() {
                @Override
                public void row(ChangeKey key, Change change) {
                    rows.put(key.toString(), change);
                }

                @Override
                public void unmappable(TableName table, String primaryKey, String reason) {
                    unmapped.add(table + " " + primaryKey + ": " + reason);
                }
            });

            assertThat(unmapped).isEmpty();
            assertThat(rows).hasSize(2 + 1 + 1 + 3 + 1 + 1 + 2 + 1 + 1);
            assertThat((Slot) rows.get("pretix:5/slot/single-events/5"))
                    .satisfies(slot -> assertThat(slot.endsAtMicros() - slot.startsAtMicros())
                            .isEqualTo(6 * 3_600_000_000L));
            assertThat(((Unit) rows.get("pretix:6/unit/seats/610")).slot()).isEqualTo("61");
            assertThat(((Reservation) rows.get("pretix:5/reservation/orders/9")).state())
                    .isEqualTo(Occupant.State.HELD);
            Occupant position = (Occupant) rows.get("pretix:5/occupant/positions/90");
            assertThat(position.slot()).isEqualTo("5");
            assertThat(position.units()).containsExactly("500");
            assertThat(position.reservation()).isEqualTo("orders/9");
            assertThat(((Occupant) rows.get("pretix:5/occupant/positions/91")).state())
                    .isEqualTo(Occupant.State.CANCELLED);
            assertThat(((Occupant) rows.get("pretix:6/occupant/carts/700")).slot())
                    .isEqualTo("61");
            assertThat(((CheckIn) rows.get("pretix:5/check-in/check-ins/1")).outcome())
                    .isEqualTo(CheckIn.Outcome.REJECTED);
            assertThat(mapping.tables().stream()
                            .flatMap(table -> table.layout().columns().stream())
                            .map(column -> column.name()))
                    .doesNotContain("email", "attendee_name_cached", "attendee_email", "secret");
        }
    }
}
