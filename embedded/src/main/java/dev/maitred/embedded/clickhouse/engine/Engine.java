package dev.maitred.embedded.clickhouse.engine;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The one ClickHouse engine of this process, on one directory. After its end there can be no other in this process. */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Engine.class.getName());

    private final Chdb chdb;
    private final List<String> sessionOptions;
    private final AtomicInteger open = new AtomicInteger();
    private final Session keeper;

    private Engine(Chdb chdb, List<String> startOptions, List<String> sessionOptions) throws IOException {
        this.chdb = chdb;
        this.sessionOptions = sessionOptions;
        // The engine stops with its last connection, so that one is held from start to end.
        this.keeper = connect(startOptions);
    }

    /**
     * Loads the library and opens, or creates, the data.
     *
     * @throws IllegalArgumentException when the library cannot be loaded
     * @throws IOException when the engine does not start; it has written the reason to standard error
     */
    public static Engine open(Path library, Path data, Limits limits) throws IOException {
        Chdb chdb = new Chdb(library);
        chdb.leaveSignalsAlone();
        List<String> session = List.of(
                "clickhouse",
                "--path=" + data,
                "--implicit_select=0",
                "--async_insert=0",
                "--max_threads=" + limits.threads(),
                "--max_insert_threads=1");
        List<String> start = new ArrayList<>(session);
        start.addAll(limits.options());
        return new Engine(chdb, start, session);
    }

    public Session session() throws IOException {
        return connect(sessionOptions);
    }

    private Session connect(List<String> options) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment arguments = arena.allocate(ValueLayout.ADDRESS, options.size());
            for (int i = 0; i < options.size(); i++) {
                arguments.setAtIndex(ValueLayout.ADDRESS, i, arena.allocateFrom(options.get(i)));
            }
            MemorySegment connection = chdb.connect(options.size(), arguments);
            if (connection.equals(MemorySegment.NULL)) {
                throw new IOException("The ClickHouse engine did not open its data. Its reason is in the log above.");
            }
            open.incrementAndGet();
            return new Session(chdb, connection, open::decrementAndGet);
        }
    }

    /** Sessions open now, the engine's own not counted. */
    public int sessions() {
        return open.get() - 1;
    }

    /** Asks the statement with this comment to end; it ends with QUERY_WAS_CANCELLED. */
    public void cancel(String logComment) {
        kill("Settings['log_comment'] = '" + logComment.replace("\\", "\\\\").replace("'", "\\'") + "'");
    }

    /** Asks every running statement to end. */
    public void cancelAll() {
        kill("1");
    }

    private void kill(String which) {
        try (Session session = session()) {
            session.execute("KILL QUERY WHERE " + which + " ASYNC");
        } catch (IOException | EngineException e) {
            LOG.log(Level.WARNING, "A statement could not be cancelled", e);
        }
    }

    /** Ends the engine; all sessions must be closed. */
    @Override
    public void close() {
        keeper.close();
        chdb.shutdown();
    }
}
