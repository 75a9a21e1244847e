package dev.maitred.embedded.clickhouse.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A connection to the engine: settings, a current database, and one statement at a time. Opening one takes a fraction of
 * a millisecond, so that each request has its own. Used by one platform thread.
 */
public final class Session implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment connection;
    private final MemorySegment handle;
    private final Runnable onClose;
    private boolean closed;

    Session(Chdb chdb, MemorySegment connection, Runnable onClose) {
        this.chdb = chdb;
        this.connection = connection;
        this.handle = connection.reinterpret(ValueLayout.ADDRESS.byteSize()).get(ValueLayout.ADDRESS, 0);
        this.onClose = onClose;
    }

    /** Runs any statement to its end and keeps its whole result in the engine's memory. */
    public Result query(Statement statement) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            return Result.of(chdb, chdb.query(handle, new NativeStatement(arena, statement)));
        }
    }

    /** Runs a statement for its effect. */
    public Progress execute(String sql) throws EngineException {
        try (Result result = query(Statement.command(sql))) {
            return result.progress();
        }
    }

    /** Starts a SELECT whose result comes piece by piece. */
    public ResultStream stream(Statement statement) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment stream = chdb.streamQuery(handle, new NativeStatement(arena, statement));
            return new ResultStream(chdb, handle, Result.of(chdb, stream));
        }
    }

    /** Starts an INSERT whose rows follow in pieces; nothing is taken over before {@link InsertStream#finish}. */
    public InsertStream insert(Statement statement) throws EngineException {
        try (Arena arena = Arena.ofConfined()) {
            return InsertStream.of(chdb, chdb.streamInsert(handle, new NativeStatement(arena, statement)));
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            chdb.closeConnection(connection);
            onClose.run();
        }
    }
}
