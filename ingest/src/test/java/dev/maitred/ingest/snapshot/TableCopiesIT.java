package dev.maitred.ingest.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TableCopiesIT {

    private static final String MAPPING = """
            source: copies
            tables:
              clubs:
                venue: { name: name, time_zone: zone }
            """;

    @Test
    void every_row_comes_whatever_its_texts_hold_and_no_table_is_too_large_for_one_statement() throws Exception {
        TestDatabase database = TestServers.newDatabase("copies");
        try (Connection owner = database.connect();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE TABLE clubs (id bigint PRIMARY KEY, name text, zone text)");
            statement.execute(
                    "INSERT INTO clubs VALUES (1, E'a\\tb\\nc\\\\d\\re', NULL), (2, E'\\\\N', ''), (3, E'\\\\.', 'Zoë')");
            statement.execute("INSERT INTO clubs SELECT n, 'club ' || n, 'x' FROM generate_series(4, 1200) n");
            statement.execute("CREATE ROLE copies LOGIN REPLICATION PASSWORD 'copies'");
            statement.execute("GRANT SELECT ON clubs TO copies");
            Mapping mapping = Mapping.compile(MAPPING, PostgresCatalogue.read(owner));
            SourceDatabase source = new SourceDatabase(
                    database.server().host(), database.server().port(), database.name(), "copies", "copies");
            List<CaptureEvent> events = new ArrayList<>();
            try (ConsistentRead at = ConsistentRead.open(source, Duration.ofSeconds(30));
                    TableCopies copies = new TableCopies(at, mapping.tables(), "copies")) {
                boolean over = false;
                while (!over) {
                    TableCopies.Read read = copies.next(100);
                    if (read != null) {
                        events.addAll(read.events());
                        over = read.last();
                    }
                }
                assertThat(one(at.connection(), "SHOW statement_timeout")).isEqualTo("0");
            }
            assertThat(events).hasSize(1201);
            assertThat(events.getLast()).isInstanceOf(CaptureEvent.TableRead.class);
            assertThat(values(events.get(0))).isEqualTo(Arrays.asList(1L, "a\tb\nc\\d\re", null));
            assertThat(values(events.get(1))).isEqualTo(Arrays.asList(2L, "\\N", ""));
            assertThat(values(events.get(2))).isEqualTo(Arrays.asList(3L, "\\.", "Zoë"));
        }
    }

    private static List<?> values(CaptureEvent event) {
        return Arrays.asList(((CaptureEvent.Row) event).values());
    }

    private static String one(Connection connection, String query) throws Exception {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
