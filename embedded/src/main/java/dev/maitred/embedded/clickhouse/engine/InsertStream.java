package dev.maitred.embedded.clickhouse.engine;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A running INSERT. Closing it before {@link #finish} cancels it. */
public final class InsertStream implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment handle;
    private boolean ended;

    private InsertStream(Chdb chdb, MemorySegment handle) {
        this.chdb = chdb;
        this.handle = handle;
    }

    static InsertStream of(Chdb chdb, MemorySegment handle) throws EngineException {
        @Nullable String error = chdb.insertError(handle);
        if (error != null) {
            chdb.destroyInsert(handle);
            throw EngineException.of(error);
        }
        return new InsertStream(chdb, handle);
    }

    /** Takes the first {@code size} bytes, waiting while the engine is behind; they may end within a row. */
    public void append(MemorySegment bytes, long size) throws EngineException {
        if (!chdb.append(handle, bytes, size)) {
            ended = true;
            // The reason is known to the end of the stream only.
            finish();
            throw EngineException.of("The insert ended before its data did");
        }
    }

    /** Commits; from here on the rows survive anything. */
    public Progress finish() throws EngineException {
        ended = true;
        try (Result result = Result.of(chdb, chdb.done(handle))) {
            return result.progress();
        }
    }

    @Override
    public void close() {
        if (!ended) {
            chdb.cancelInsert(handle);
        }
        chdb.destroyInsert(handle);
    }
}
