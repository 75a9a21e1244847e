package dev.maitred.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QuerySettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the official driver and the platform use of ClickHouse, through the official driver only. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClickHouseConformanceIT {
    @TempDir
    static Path directory;

    private static RunningClickHouse clickhouse;

    @BeforeAll
    static void start() throws IOException {
        clickhouse = RunningClickHouse.in(directory);
    }

    @AfterAll
    static void stop() {
        if (clickhouse != null) {
            clickhouse.close();
        }
    }

    @Test
    void values_of_every_type_come_back_as_they_went_in() throws SQLException {
        clickhouse.run("""
                CREATE TABLE types (
                    id UInt8, s String, lc LowCardinality(String), u16 UInt16, u32 UInt32, u64 UInt64,
                    i8 Int8, i16 Int16, i32 Int32, i64 Int64, d Decimal(18, 4), big Decimal(38, 10), f Float64, b Bool,
                    t DateTime64(6, 'UTC'), day Date, uuid UUID, n Nullable(Int64), ns Nullable(String),
                    a Array(UInt32), names Array(String), m Map(String, UInt64)
                ) ENGINE = MergeTree ORDER BY id""");
        ZonedDateTime time = ZonedDateTime.of(2026, 3, 1, 23, 59, 59, 123_456_000, ZoneOffset.UTC);
        UUID uuid = UUID.fromString("b0000000-0000-0003-0002-000000000000");
        try (Connection connection = clickhouse.jdbc();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO types VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
            Object[] values = {
                1,
                "it's a \\ \"quote\"\n\tżółć 🍷",
                "low",
                65_535,
                4_294_967_295L,
                new BigInteger("18446744073709551615"),
                -128,
                -32_768,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                new BigDecimal("12345.6789"),
                new BigDecimal("1234567890123456789.0123456789"),
                0.1,
                true,
                time,
                LocalDate.of(2026, 3, 1),
                uuid,
                null,
                null
            };
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.setArray(20, connection.createArrayOf("UInt32", new Object[] {1L, 2L, 4_294_967_295L}));
            insert.setArray(21, connection.createArrayOf("String", new Object[] {"a", "it's", ""}));
            insert.setObject(22, Map.of("k'1", 7L));
            insert.executeUpdate();
        }
        try (Connection connection = clickhouse.jdbc();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM types")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString("s")).isEqualTo("it's a \\ \"quote\"\n\tżółć 🍷");
            assertThat(row.getString("lc")).isEqualTo("low");
            assertThat(row.getInt("u16")).isEqualTo(65_535);
            assertThat(row.getLong("u32")).isEqualTo(4_294_967_295L);
            assertThat(row.getObject("u64")).isEqualTo(new BigInteger("18446744073709551615"));
            assertThat(row.getByte("i8")).isEqualTo((byte) -128);
            assertThat(row.getShort("i16")).isEqualTo((short) -32_768);
            assertThat(row.getInt("i32")).isEqualTo(Integer.MIN_VALUE);
            assertThat(row.getLong("i64")).isEqualTo(Long.MIN_VALUE);
            assertThat(row.getBigDecimal("d")).isEqualByComparingTo("12345.6789");
            assertThat(row.getBigDecimal("big")).isEqualByComparingTo("1234567890123456789.0123456789");
            assertThat(row.getDouble("f")).isEqualTo(0.1);
            assertThat(row.getBoolean("b")).isTrue();
            assertThat(row.getObject("t", ZonedDateTime.class).toInstant()).isEqualTo(time.toInstant());
            assertThat(row.getObject("day", LocalDate.class)).isEqualTo(LocalDate.of(2026, 3, 1));
            assertThat(row.getObject("uuid")).isEqualTo(uuid);
            assertThat(row.getObject("n")).isNull();
            assertThat(row.getString("ns")).isNull();
            assertThat(row.wasNull()).isTrue();
            assertThat((Object[]) row.getArray("names").getArray()).containsExactly("a", "it's", "");
            assertThat(row.getObject("m", Map.class).toString()).isEqualTo("{k'1=7}");
            assertThat(row.next()).isFalse();
        }
        assertThat(clickhouse.ask("SELECT toString(t) || ' ' || toString(a) FROM types"))
                .isEqualTo("2026-03-01 23:59:59.123456 [1,2,4294967295]");
    }

    @Test
    void a_prepared_select_takes_parameters_of_every_kind() throws SQLException {
        Instant now = Instant.parse("2026-03-01T10:11:12.123456Z");
        try (Connection connection = clickhouse.jdbc();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT ? AS s, toUInt64(?) AS n, toDate(?) AS day, toDateTime64(?, 6, 'UTC') AS t, ? AS nothing")) {
            select.setString(1, "a'b?c");
            select.setLong(2, 42);
            select.setDate(3, Date.valueOf("2026-03-01"));
            select.setObject(4, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
            select.setObject(5, null);
            try (ResultSet row = select.executeQuery()) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString("s")).isEqualTo("a'b?c");
                assertThat(row.getLong("n")).isEqualTo(42);
                assertThat(row.getObject("day", LocalDate.class)).isEqualTo(LocalDate.of(2026, 3, 1));
                assertThat(row.getObject("t", ZonedDateTime.class).toInstant()).isEqualTo(now);
                assertThat(row.getObject("nothing")).isNull();
            }
        }
    }

    @Test
    void parameters_are_bound_by_the_server_and_never_part_of_the_text() {
        try (Client client = clickhouse.client().build()) {
            List<GenericRecord> rows = client.queryAll(
                    "SELECT {text:String} AS text, {day:Date} AS day, {numbers:Array(UInt32)} AS numbers,"
                            + " {table:Identifier}.name FROM system.tables AS t WHERE name = {name:String}",
                    Map.of(
                            "text",
                            "' OR 1 = 1 -- \t\\",
                            "day",
                            "2026-03-01",
                            "numbers",
                            "[1,2,3]",
                            "name",
                            "one",
                            "table",
                            "t"));
            assertThat(rows).hasSize(1);
            assertThat(rows.getFirst().getString("text")).isEqualTo("' OR 1 = 1 -- \t\\");
            assertThat(rows.getFirst().getList("numbers")).hasToString("[1, 2, 3]");
        }
    }

    @Test
    void settings_hold_for_their_statement_only() {
        try (Client client = clickhouse.client().build()) {
            QuerySettings settings = new QuerySettings()
                    .serverSetting("max_block_size", "1234")
                    .serverSetting("session_timezone", "Europe/Warsaw");
            String sql = "SELECT getSetting('max_block_size') AS size, timezone() AS zone";
            assertThat(client.queryAll(sql, settings).getFirst().getLong("size"))
                    .isEqualTo(1234);
            assertThat(client.queryAll(sql, settings).getFirst().getString("zone"))
                    .isEqualTo("Europe/Warsaw");
            assertThat(client.queryAll(sql).getFirst().getLong("size")).isNotEqualTo(1234);
            assertThat(client.queryAll(sql).getFirst().getString("zone")).isEqualTo("UTC");
        }
    }

    @Test
    void a_batch_inserts_all_of_its_rows() throws SQLException {
        clickhouse.run(
                "CREATE TABLE batch (id UInt64, name String, at DateTime64(6, 'UTC')) ENGINE = MergeTree ORDER BY id");
        int rows = 20_000;
        for (String rowBinary : List.of("false", "true")) {
            try (Connection connection = clickhouse.jdbc("beta.row_binary_for_simple_insert", rowBinary);
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO batch (id, name, at) VALUES (?, ?, ?)")) {
                for (int i = 0; i < rows; i++) {
                    insert.setLong(1, i);
                    insert.setString(2, "guest '" + i + "'");
                    insert.setObject(3, ZonedDateTime.of(2026, 3, 1, 20, 0, 0, 1000, ZoneOffset.UTC));
                    insert.addBatch();
                }
                assertThat(Arrays.stream(insert.executeBatch()).filter(n -> n < 0 && n != Statement.SUCCESS_NO_INFO))
                        .isEmpty();
            }
        }
        assertThat(clickhouse.ask(
                        "SELECT toString((count(), uniqExact(id), uniqExact(name), min(toString(at)))) FROM batch"))
                .isEqualTo("(40000,20000,20000,'2026-03-01 20:00:00.000001')");
    }

    @Test
    void an_update_count_is_the_number_of_rows_written() throws SQLException {
        clickhouse.run("CREATE TABLE counted (id UInt64) ENGINE = MergeTree ORDER BY id");
        try (Connection connection = clickhouse.jdbc();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("INSERT INTO counted VALUES (1), (2), (3)"))
                    .isEqualTo(3);
            assertThat(statement.executeUpdate("INSERT INTO counted SELECT number FROM numbers(10)"))
                    .isEqualTo(10);
        }
    }

    @Test
    void statements_run_side_by_side() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(12);
                Client client = clickhouse.client().build()) {
            List<Future<Long>> sums = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                long size = 1_000L + i;
                sums.add(threads.submit(() -> client.queryAll("SELECT sum(number) AS sum FROM numbers(" + size + ")")
                        .getFirst()
                        .getLong("sum")));
            }
            for (int i = 0; i < sums.size(); i++) {
                long size = 1_000L + i;
                assertThat(sums.get(i).get()).isEqualTo(size * (size - 1) / 2);
            }
        }
    }

    @Test
    void a_partition_is_replaced_as_a_whole_and_tables_are_exchanged() throws SQLException {
        String columns = " (day Date, venue UInt32, seats UInt32) ENGINE = MergeTree PARTITION BY day ORDER BY venue";
        clickhouse.run(
                "CREATE TABLE nights" + columns,
                "CREATE TABLE nights_staging" + columns,
                "INSERT INTO nights SELECT '2026-03-01', number, 1 FROM numbers(10)",
                "INSERT INTO nights SELECT '2026-03-02', number, 1 FROM numbers(10)",
                "INSERT INTO nights_staging SELECT '2026-03-02', number, 5 FROM numbers(3)",
                "ALTER TABLE nights REPLACE PARTITION '2026-03-02' FROM nights_staging");
        assertThat(clickhouse.ask("SELECT toString(groupArray((day, n, seats))) FROM (SELECT day, count() AS n,"
                        + " sum(seats) AS seats FROM nights GROUP BY day ORDER BY day)"))
                .isEqualTo("[('2026-03-01',10,10),('2026-03-02',3,15)]");

        clickhouse.run("EXCHANGE TABLES nights AND nights_staging");
        assertThat(clickhouse.ask("SELECT count() FROM nights")).isEqualTo("3");
        clickhouse.run("ALTER TABLE nights_staging DROP PARTITION '2026-03-01'");
        assertThat(clickhouse.ask("SELECT count() FROM nights_staging")).isEqualTo("3");
    }

    @Test
    void views_and_projections_and_replacing_tables_work() throws SQLException {
        clickhouse.run(
                "CREATE TABLE facts (id UInt64, v UInt64, at DateTime) ENGINE = ReplacingMergeTree(v) ORDER BY id",
                "CREATE TABLE totals (n AggregateFunction(count)) ENGINE = AggregatingMergeTree ORDER BY tuple()",
                "CREATE MATERIALIZED VIEW facts_total TO totals AS SELECT countState() AS n FROM facts",
                "INSERT INTO facts SELECT number % 5, number, now() FROM numbers(50)");
        assertThat(clickhouse.ask("SELECT countMerge(n) FROM totals")).isEqualTo("50");
        assertThat(clickhouse.ask("SELECT sum(v) FROM facts FINAL")).isEqualTo("235");
    }

    @Test
    void the_connection_knows_its_database_its_tables_and_their_columns() throws SQLException {
        clickhouse.run("CREATE TABLE known (id UInt64, name Nullable(String)) ENGINE = MergeTree ORDER BY id");
        try (Connection connection = clickhouse.jdbc()) {
            DatabaseMetaData metadata = connection.getMetaData();
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.getSchema()).isEqualTo("maitred");
            assertThat(metadata.getDatabaseProductName()).isEqualTo("ClickHouse");
            assertThat(metadata.getDatabaseMajorVersion()).isEqualTo(26);
            assertThat(metadata.getURL()).contains("/maitred");
            assertThat(first(metadata.getTables(null, "maitred", "known", new String[] {"TABLE"}), "TABLE_NAME"))
                    .containsExactly("known");
            assertThat(first(metadata.getColumns(null, "maitred", "known", "%"), "COLUMN_NAME"))
                    .containsExactly("id", "name");
            assertThat(first(metadata.getSchemas(), "TABLE_SCHEM")).contains("maitred", "system");
            assertThat(metadata.getTypeInfo().next()).isTrue();
            assertThat(first(metadata.getPrimaryKeys(null, "maitred", "known"), "COLUMN_NAME"))
                    .containsExactly("id");
        }
    }

    private static List<String> first(ResultSet rows, String column) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) {
            while (rows.next()) {
                values.add(rows.getString(column));
            }
        }
        return values;
    }
}
