package dev.maitred.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.query.GenericRecord;
import dev.maitred.embedded.clickhouse.ClickHouseEndpoint;
import dev.maitred.embedded.clickhouse.ClickHouseServer;
import dev.maitred.embedded.clickhouse.ClickHouseUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server of its own, whose one database is brought into every state that a killed run leaves. */
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClickHouseSchemaIT {

    private static final List<String> FILES = List.of(
            "V1__changes.sql",
            "V2__landings.sql",
            "V3__night_360.sql",
            "V4__publications.sql",
            "V5__work.sql",
            "V6__changes_in_cut.sql");

    @TempDir
    private static Path directory;

    private static ClickHouseServer server;
    private static ClickHouseAddress address;
    private static ClickHouse clickHouse;

    @BeforeAll
    static void start() throws IOException {
        try {
            server = ClickHouseServer.start(directory.resolve("data"), directory.resolve("logs"));
        } catch (ClickHouseUnavailableException e) {
            Assumptions.abort(e.getMessage());
        }
        ClickHouseEndpoint endpoint = server.endpoint();
        address = new ClickHouseAddress(endpoint.url(), endpoint.database(), endpoint.user(), endpoint.password());
        clickHouse = new ClickHouse(address, Duration.ofSeconds(30));
    }

    @AfterAll
    static void stop() {
        if (clickHouse != null) {
            clickHouse.close();
            server.close();
        }
    }

    @Test
    @Order(1)
    void an_empty_database_gets_everything_once() {
        assertThat(ClickHouseSchema.migrate(address)).isEqualTo(FILES.size());
        assertThat(ClickHouseSchema.migrate(address)).isZero();
    }

    /** Nothing of it is in Flyway's table, but any number of its statements took effect. */
    @Test
    @Order(2)
    void a_run_killed_inside_any_migration_is_brought_to_its_end() {
        Map<String, String> whole = schema();
        for (int killed = 0; killed < FILES.size(); killed++) {
            List<String> statements = statements(FILES.get(killed));
            for (int done = 1; done <= statements.size(); done++) {
                dropAll();
                FILES.subList(0, killed).forEach(file -> statements(file).forEach(ClickHouseSchemaIT::run));
                statements.subList(0, done).forEach(ClickHouseSchemaIT::run);

                assertThat(ClickHouseSchema.migrate(address))
                        .as("after %s of %s statements of %s", done, statements.size(), FILES.get(killed))
                        .isEqualTo(FILES.size());
                assertThat(schema()).isEqualTo(whole);
            }
        }
    }

    @Test
    @Order(3)
    void a_migration_that_failed_half_way_is_tried_again() {
        Map<String, String> whole = schema();
        run("DROP VIEW end_marks_in_cut");
        run("ALTER TABLE flyway_schema_history UPDATE success = 0 WHERE version = '6' SETTINGS mutations_sync = 1");

        assertThat(ClickHouseSchema.migrate(address)).isEqualTo(1);

        assertThat(schema()).isEqualTo(whole);
        assertThat(ClickHouseSchema.migrate(address)).isZero();
    }

    @Test
    @Order(4)
    void what_failed_is_tried_again_also_beside_a_migration_with_another_checksum() {
        Map<String, String> whole = schema();
        run("DROP VIEW changes_in_cut");
        run(
                "ALTER TABLE flyway_schema_history UPDATE success = version != '6', checksum = 7 WHERE version IN ('3', '6')"
                        + " SETTINGS mutations_sync = 1");

        assertThat(ClickHouseSchema.migrate(address)).isEqualTo(1);

        assertThat(schema()).isEqualTo(whole);
    }

    @Test
    @Order(5)
    void a_data_directory_made_by_files_with_another_checksum_goes_on_with_its_rows() {
        run("INSERT INTO audit_differences (run, what) VALUES ('kept', 'row')");
        run("ALTER TABLE flyway_schema_history UPDATE checksum = 7 WHERE version = '4' SETTINGS mutations_sync = 1");

        assertThat(ClickHouseSchema.migrate(address)).isZero();

        assertThat(count("audit_differences WHERE run = 'kept'")).isEqualTo(1);
    }

    private static List<String> statements(String file) {
        String text = Sql.beside(ClickHouseSchema.class, "migration/" + file).text();
        return List.of(text.replaceAll("(?m)--.*$", "").strip().split("(?m);\\s*$")).stream()
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    /** Flyway's own table stays: it is made before anything else. */
    private static void dropAll() {
        schema().keySet().forEach(table -> run("DROP TABLE " + table + " SYNC"));
        run("TRUNCATE TABLE flyway_schema_history");
    }

    /** What every table and view is, without Flyway's own. */
    private static Map<String, String> schema() {
        Map<String, String> tables = tables();
        tables.remove("flyway_schema_history");
        return tables;
    }

    private static Map<String, String> tables() {
        Map<String, String> tables = new TreeMap<>();
        rows("SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase()")
                .forEach(row -> tables.put(row.getString("name"), row.getString("create_table_query")));
        return tables;
    }

    private static long count(String of) {
        return rows("SELECT count() AS n FROM " + of).getFirst().getLong("n");
    }

    private static List<GenericRecord> rows(String sql) {
        return clickHouse.rows(new Sql("test", sql), Map.of());
    }

    private static void run(String sql) {
        clickHouse.run(new Sql("test", sql), Map.of());
    }
}
