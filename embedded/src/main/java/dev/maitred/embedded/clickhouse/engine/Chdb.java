package dev.maitred.embedded.clickhouse.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * libchdb's C functions, one method each and no logic. Calls hold their thread until the engine answers and must come
 * from platform threads: the engine keeps state in the native thread.
 */
final class Chdb {
    private static final Linker LINKER = Linker.nativeLinker();

    /** Parameters of a statement: text, format, and the names and values of its bound parameters. */
    private static final MemoryLayout[] STATEMENT = {
        ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG
    };

    private final SymbolLookup symbols;
    private final MethodHandle connect;
    private final MethodHandle closeConnection;
    private final MethodHandle query;
    private final MethodHandle streamQuery;
    private final MethodHandle fetch;
    private final MethodHandle cancelQuery;
    private final MethodHandle destroyResult;
    private final MethodHandle streamInsert;
    private final MethodHandle append;
    private final MethodHandle done;
    private final MethodHandle cancelInsert;
    private final MethodHandle insertError;
    private final MethodHandle destroyInsert;
    private final MethodHandle error;
    private final MethodHandle buffer;
    private final MethodHandle length;
    private final MethodHandle rowsRead;
    private final MethodHandle bytesRead;
    private final MethodHandle rowsWritten;
    private final MethodHandle bytesWritten;
    private final MethodHandle shutdown;

    /** @throws IllegalArgumentException when the file is not a library that this machine can load */
    Chdb(Path library) {
        symbols = SymbolLookup.libraryLookup(library, Arena.global());
        connect = function("chdb_connect", FunctionDescriptor.of(ADDRESS, JAVA_INT, ADDRESS));
        closeConnection = function("chdb_close_conn", FunctionDescriptor.ofVoid(ADDRESS));
        query = function("chdb_query_with_params_n", FunctionDescriptor.of(ADDRESS, STATEMENT));
        streamQuery = function("chdb_stream_query_with_params_n", FunctionDescriptor.of(ADDRESS, STATEMENT));
        fetch = function("chdb_stream_fetch_result", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
        cancelQuery = function("chdb_stream_cancel_query", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
        destroyResult = function("chdb_destroy_query_result", FunctionDescriptor.ofVoid(ADDRESS));
        streamInsert = function("chdb_stream_insert_with_params_n", FunctionDescriptor.of(ADDRESS, STATEMENT));
        append = function("chdb_stream_append", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
        done = function("chdb_stream_done", FunctionDescriptor.of(ADDRESS, ADDRESS));
        cancelInsert = function("chdb_stream_cancel_insert", FunctionDescriptor.ofVoid(ADDRESS));
        insertError = function("chdb_stream_insert_error", FunctionDescriptor.of(ADDRESS, ADDRESS));
        destroyInsert = function("chdb_destroy_insert_stream", FunctionDescriptor.ofVoid(ADDRESS));
        error = function("chdb_result_error", FunctionDescriptor.of(ADDRESS, ADDRESS));
        buffer = function("chdb_result_buffer", FunctionDescriptor.of(ADDRESS, ADDRESS));
        length = function("chdb_result_length", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        rowsRead = function("chdb_result_storage_rows_read", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        bytesRead = function("chdb_result_storage_bytes_read", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        rowsWritten = function("chdb_result_rows_written", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        bytesWritten = function("chdb_result_bytes_written", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        shutdown = function("chdb_shutdown", FunctionDescriptor.of(JAVA_INT));
    }

    /** Must precede the first connection: the engine's handlers would replace the JVM's own. */
    void leaveSignalsAlone() {
        run(function("chdb_set_signal_handlers_enabled", FunctionDescriptor.ofVoid(JAVA_INT)), 0);
    }

    /** Pointer to a session handle, or the null pointer when the engine did not start. */
    MemorySegment connect(int count, MemorySegment arguments) {
        return address(connect, count, arguments);
    }

    void closeConnection(MemorySegment connection) {
        run(closeConnection, connection);
    }

    MemorySegment query(MemorySegment session, NativeStatement statement) {
        return address(query, statement.arguments(session));
    }

    MemorySegment streamQuery(MemorySegment session, NativeStatement statement) {
        return address(streamQuery, statement.arguments(session));
    }

    MemorySegment fetch(MemorySegment session, MemorySegment stream) {
        return address(fetch, session, stream);
    }

    void cancelQuery(MemorySegment session, MemorySegment stream) {
        run(cancelQuery, session, stream);
    }

    void destroyResult(MemorySegment result) {
        run(destroyResult, result);
    }

    MemorySegment streamInsert(MemorySegment session, NativeStatement statement) {
        return address(streamInsert, statement.arguments(session));
    }

    boolean append(MemorySegment insert, MemorySegment bytes, long size) {
        return (int) call(append, insert, bytes, size) == 0;
    }

    MemorySegment done(MemorySegment insert) {
        return address(done, insert);
    }

    void cancelInsert(MemorySegment insert) {
        run(cancelInsert, insert);
    }

    @Nullable
    String insertError(MemorySegment insert) {
        return text(address(insertError, insert));
    }

    void destroyInsert(MemorySegment insert) {
        run(destroyInsert, insert);
    }

    @Nullable
    String error(MemorySegment result) {
        return text(address(error, result));
    }

    /** The result's bytes, valid until it is destroyed. */
    MemorySegment bytes(MemorySegment result) {
        long size = (long) call(length, result);
        return size == 0 ? MemorySegment.NULL : address(buffer, result).reinterpret(size);
    }

    Progress progress(MemorySegment result) {
        return new Progress(
                (long) call(rowsRead, result), (long) call(bytesRead, result), (long) call(rowsWritten, result), (long)
                        call(bytesWritten, result));
    }

    /** False while a connection is open; afterwards the engine cannot be started again in this process. */
    boolean shutdown() {
        return (int) call(shutdown) == 0;
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                symbols.find(name)
                        .orElseThrow(() -> new IllegalArgumentException("The library has no function " + name
                                + ". Expected libchdb 26.7.3, as embedded/native/install brings it.")),
                descriptor);
    }

    private static MemorySegment address(MethodHandle function, Object... arguments) {
        return (MemorySegment) call(function, arguments);
    }

    private static Object call(MethodHandle function, Object... arguments) {
        return Objects.requireNonNull(run(function, arguments));
    }

    private static @Nullable Object run(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("A native function threw", e);
        }
    }

    private static @Nullable String text(MemorySegment pointer) {
        return pointer.equals(MemorySegment.NULL)
                ? null
                : pointer.reinterpret(Long.MAX_VALUE).getString(0, StandardCharsets.UTF_8);
    }
}
