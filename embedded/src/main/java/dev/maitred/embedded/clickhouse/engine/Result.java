package dev.maitred.embedded.clickhouse.engine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Bytes that the engine holds for us until the result is closed. */
public final class Result implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment handle;

    private Result(Chdb chdb, MemorySegment handle) {
        this.chdb = chdb;
        this.handle = handle;
    }

    static Result of(Chdb chdb, MemorySegment handle) throws EngineException {
        @Nullable String error = chdb.error(handle);
        if (error != null) {
            chdb.destroyResult(handle);
            throw EngineException.of(error);
        }
        return new Result(chdb, handle);
    }

    /** The rows in the statement's format; empty when there are none. Not to be touched after {@link #close}. */
    public MemorySegment bytes() {
        return chdb.bytes(handle);
    }

    public Progress progress() {
        return chdb.progress(handle);
    }

    MemorySegment handle() {
        return handle;
    }

    @Override
    public void close() {
        chdb.destroyResult(handle);
    }
}
