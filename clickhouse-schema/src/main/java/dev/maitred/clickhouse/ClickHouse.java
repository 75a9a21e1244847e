package dev.maitred.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.DataStreamWriter;
import com.clickhouse.client.api.ServerException;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.GenericRecord;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The official client, with one way for each thing that we do. Used by any thread. */
public final class ClickHouse implements AutoCloseable {

    private final ClickHouseAddress address;
    private final Client client;

    /** Reads a result while it comes. */
    public interface Reader<T> {
        T read(InputStream rows) throws IOException;
    }

    /** @param patience how long a statement may be silent before it counts as lost */
    public ClickHouse(ClickHouseAddress address, Duration patience) {
        this.address = address;
        this.client = new Client.Builder()
                .addEndpoint(address.url())
                .setUsername(address.user())
                .setPassword(address.password())
                .setDefaultDatabase(address.database())
                .setConnectTimeout(5, ChronoUnit.SECONDS)
                .setSocketTimeout(patience.toMillis(), ChronoUnit.MILLIS)
                // A statement that may have run is repeated by who knows what it does, not by the client.
                .setMaxRetries(0)
                .compressServerResponse(true)
                .compressClientRequest(true)
                .build();
    }

    public ClickHouseAddress address() {
        return address;
    }

    /** Runs a statement for its effect. */
    public void run(Sql sql, Map<String, Object> parameters) {
        read(sql, parameters, ClickHouseFormat.TabSeparated, rows -> rows.readAllBytes().length);
    }

    /** Rows of a small result. */
    public List<GenericRecord> rows(Sql sql, Map<String, Object> parameters) {
        try {
            return client.queryAll(sql.text(), parameters, settings(sql));
        } catch (RuntimeException e) {
            throw failure(sql.name(), e);
        }
    }

    /** Rows as JSON, one object a line; numbers as numbers, instants as ISO 8601. */
    public <T> T json(Sql sql, Map<String, Object> parameters, Reader<T> reader) {
        return read(sql, parameters, ClickHouseFormat.JSONEachRow, reader);
    }

    /**
     * Streams rows in ClickHouse's Native format into a table; the writer is called in this thread. After an exception some of them
     * may be there: whoever writes starts from an empty partition.
     */
    public void insert(String table, DataStreamWriter blocks) {
        AtomicReference<@Nullable RuntimeException> ownFailure = new AtomicReference<>();
        DataStreamWriter watched = out -> {
            try {
                blocks.onOutput(out);
            } catch (RuntimeException e) {
                ownFailure.set(e);
                throw e;
            }
        };
        try (InsertResponse response =
                result(client.insert(table, watched, ClickHouseFormat.Native, insertSettings()))) {
            response.getWrittenRows();
        } catch (ExecutionException | RuntimeException e) {
            // What failed while rows were made is the maker's to say, not ClickHouse's.
            RuntimeException makers = ownFailure.get();
            throw makers == null ? failure("insert into " + table, e) : makers;
        }
    }

    private <T> T read(Sql sql, Map<String, Object> parameters, ClickHouseFormat format, Reader<T> reader) {
        try (QueryResponse response = result(
                        client.query(sql.text(), parameters, settings(sql).setFormat(format)));
                InputStream rows = response.getInputStream()) {
            return reader.read(rows);
        } catch (Exception e) {
            throw failure(sql.name(), e);
        }
    }

    private static QuerySettings settings(Sql sql) {
        return new QuerySettings()
                .logComment(sql.name())
                .serverSetting("date_time_output_format", "iso")
                .serverSetting("output_format_json_quote_64bit_integers", "0");
    }

    private static InsertSettings insertSettings() {
        return new InsertSettings().serverSetting("async_insert", "0");
    }

    private static <T> T result(CompletableFuture<T> future) throws ExecutionException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClickHouseException("Interrupted while waiting for ClickHouse", e);
        }
    }

    private ClickHouseException failure(String what, Throwable failure) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClickHouseException known) {
                return known;
            }
            if (cause instanceof ServerException refused) {
                return new ClickHouseException("ClickHouse refused " + what + ": " + refused.getMessage(), failure);
            }
            if (cause instanceof IOException) {
                return new ClickHouseUnavailableException(address, failure);
            }
        }
        return new ClickHouseException(what + " failed at " + address + ": " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        client.close();
    }
}
