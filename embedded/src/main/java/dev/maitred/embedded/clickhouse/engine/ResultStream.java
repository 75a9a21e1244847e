package dev.maitred.embedded.clickhouse.engine;

import java.lang.foreign.MemorySegment;

/** A running SELECT. Closing it before its end cancels it. */
public final class ResultStream implements AutoCloseable {
    private final Chdb chdb;
    private final MemorySegment session;
    private final Result stream;
    private boolean ended;

    ResultStream(Chdb chdb, MemorySegment session, Result stream) {
        this.chdb = chdb;
        this.session = session;
        this.stream = stream;
    }

    /**
     * The next piece, to be closed by the caller; without bytes at the end. Each piece begins with the format's header, if
     * the format has one.
     */
    public Result next() throws EngineException {
        try {
            Result piece = Result.of(chdb, chdb.fetch(session, stream.handle()));
            ended = piece.bytes().byteSize() == 0;
            return piece;
        } catch (EngineException e) {
            ended = true;
            throw e;
        }
    }

    @Override
    public void close() {
        if (!ended) {
            chdb.cancelQuery(session, stream.handle());
        }
        stream.close();
    }
}
