package dev.maitred.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.data_formats.ClickHouseBinaryFormatReader;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows in and out as streams, under every compression, in memory that does not depend on their number. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClickHouseStreamingIT {
    private static final int ROWS = 1_000_000;

    /** What the child may grow by while a stream passes, in MiB; the streams are larger. */
    private static final long GROWTH_MEBIBYTES = 400;

    @TempDir
    static Path directory;

    private static RunningClickHouse clickhouse;

    enum Compression {
        NONE,
        FRAMES,
        HTTP;

        Client client() {
            return clickhouse
                    .client()
                    .compressServerResponse(this != NONE)
                    .compressClientRequest(this != NONE)
                    .useHttpCompression(this == HTTP)
                    .build();
        }
    }

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

    @ParameterizedTest
    @EnumSource
    void a_million_rows_go_in_as_row_binary_and_come_back_in_every_format(Compression compression) throws Exception {
        clickhouse.run("CREATE OR REPLACE TABLE rows (id UInt64, name String) ENGINE = MergeTree ORDER BY id");
        long before = clickhouse.residentMebibytes(false);
        try (Client client = compression.client()) {
            try (InsertResponse inserted = client.insert(
                            "rows", ClickHouseStreamingIT::writeRows, ClickHouseFormat.RowBinary, new InsertSettings())
                    .get()) {
                assertThat(inserted.getWrittenRows()).isEqualTo(ROWS);
            }
            assertThat(readBinary(client)).isEqualTo(ROWS);
            assertThat(countLines(
                            client, ClickHouseFormat.JSONEachRow, "{\"id\":\"999999\",\"name\":\"guest 999999\"}"))
                    .isEqualTo(ROWS);
            assertThat(countLines(client, ClickHouseFormat.CSV, "999999,\"guest 999999\""))
                    .isEqualTo(ROWS);
            assertThat(countLines(client, ClickHouseFormat.CSVWithNames, "999999,\"guest 999999\""))
                    .isEqualTo(ROWS + 1);
            assertThat(countLines(client, ClickHouseFormat.TabSeparatedWithNamesAndTypes, "999999\tguest 999999"))
                    .isEqualTo(ROWS + 2);
        }
        assertThat(clickhouse.residentMebibytes(true) - before).isLessThan(GROWTH_MEBIBYTES);
    }

    @ParameterizedTest
    @EnumSource
    void native_blocks_are_taken_as_they_were_given(Compression compression) throws Exception {
        clickhouse.run(
                "CREATE OR REPLACE TABLE one (id UInt64, kind LowCardinality(String), at DateTime64(6, 'UTC')) ENGINE = MergeTree ORDER BY id",
                "CREATE OR REPLACE TABLE two AS one",
                "INSERT INTO one SELECT number, 'kind ' || number % 7, fromUnixTimestamp64Micro(number) FROM numbers("
                        + ROWS + ")");
        try (Client client = compression.client();
                QueryResponse blocks = client.query(
                                "SELECT * FROM one", new QuerySettings().setFormat(ClickHouseFormat.Native))
                        .get()) {
            try (InsertResponse inserted = client.insert("two", blocks.getInputStream(), ClickHouseFormat.Native)
                    .get()) {
                assertThat(inserted.getWrittenRows()).isEqualTo(ROWS);
            }
        }
        String sum = "SELECT sum(cityHash64(*)) FROM ";
        assertThat(clickhouse.ask(sum + "two")).isEqualTo(clickhouse.ask(sum + "one"));
    }

    @Test
    void an_empty_result_still_names_its_columns() throws Exception {
        try (Client client = Compression.FRAMES.client();
                QueryResponse response =
                        client.query("SELECT 1 AS a, 'x' AS b WHERE 0").get();
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
            assertThat(reader.getSchema().getColumns()).hasSize(2);
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void a_cut_upload_lands_nothing() throws SQLException {
        for (Compression compression : Compression.values()) {
            clickhouse.run("CREATE OR REPLACE TABLE cut (id UInt64, name String) ENGINE = MergeTree ORDER BY id");
            try (Client client = compression.client()) {
                Throwable error = catchThrowable(() -> client.insert(
                                "cut",
                                out -> {
                                    writeRows(out, 300_000);
                                    out.flush();
                                    throw new IOException("the client fails here");
                                },
                                ClickHouseFormat.RowBinary,
                                new InsertSettings())
                        .get());
                assertThat(error).isNotNull();
            }
            assertThat(clickhouse.ask("SELECT count() FROM cut"))
                    .as("%s", compression)
                    .isEqualTo("0");
        }
    }

    @Test
    void an_insert_with_a_bad_row_lands_nothing_and_says_which() throws SQLException {
        clickhouse.run("CREATE OR REPLACE TABLE bad (id UInt64, day Date) ENGINE = MergeTree ORDER BY id");
        String rows = "1,2026-03-01\n".repeat(400_000) + "2,not a day\n" + "3,2026-03-01\n".repeat(400_000);
        try (Client client = clickhouse.client().build()) {
            Throwable error = catchThrowable(() -> client.insert(
                            "bad",
                            new java.io.ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8)),
                            ClickHouseFormat.CSV)
                    .get());
            assertThat(error).hasStackTraceContaining("not a day");
        }
        assertThat(clickhouse.ask("SELECT count() FROM bad")).isEqualTo("0");
    }

    private static long readBinary(Client client) throws Exception {
        long rows = 0;
        long sum = 0;
        try (QueryResponse response =
                        client.query("SELECT * FROM rows ORDER BY id").get();
                ClickHouseBinaryFormatReader reader = client.newBinaryFormatReader(response)) {
            while (reader.next() != null) {
                rows++;
                sum += reader.getLong("id");
            }
        }
        assertThat(sum).isEqualTo((long) ROWS * (ROWS - 1) / 2);
        return rows;
    }

    private static long countLines(Client client, ClickHouseFormat format, String last) throws Exception {
        long lines = 0;
        String line = "";
        QuerySettings settings =
                new QuerySettings().setFormat(format).serverSetting("output_format_json_quote_64bit_integers", "1");
        try (QueryResponse response =
                        client.query("SELECT * FROM rows ORDER BY id", settings).get();
                InputStream in = response.getInputStream();
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String next = reader.readLine(); next != null; next = reader.readLine()) {
                line = next;
                lines++;
            }
        }
        assertThat(line).isEqualTo(last);
        return lines;
    }

    private static void writeRows(OutputStream out) throws IOException {
        writeRows(out, ROWS);
    }

    private static void writeRows(OutputStream out, int rows) throws IOException {
        DataOutputStream data = new DataOutputStream(new java.io.BufferedOutputStream(out, 64 * 1024));
        for (int i = 0; i < rows; i++) {
            byte[] name = ("guest " + i).getBytes(StandardCharsets.UTF_8);
            data.writeLong(Long.reverseBytes(i));
            data.writeByte(name.length);
            data.write(name);
        }
        data.flush();
    }
}
