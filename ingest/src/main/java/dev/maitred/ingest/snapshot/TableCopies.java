package dev.maitred.ingest.snapshot;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureEvent.Operation;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.rule.UnmappableException;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.Rewritten;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads tables by COPY, one after the other, on a thread of its own, so that reading and mapping go on beside each other. What is read
 * waits in portions, of which there are only so many.
 */
final class TableCopies implements AutoCloseable {

    private static final int ROWS_PER_PORTION = 500;

    /** Bytes after which a portion ends, however few rows they are. */
    private static final int PORTION_BYTES = 1 << 20;

    private static final int MOST_WAITING = 8;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /**
     * What was read.
     *
     * @param last whether there is no more
     */
    record Read(List<CaptureEvent> events, boolean last) {}

    private final ConsistentRead at;
    private final List<MappedTable> tables;
    private final BlockingQueue<Read> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread thread;

    /** Why there is no more; null: all is well. */
    private volatile @Nullable Throwable failure;

    TableCopies(ConsistentRead at, List<MappedTable> tables, String source) {
        this.at = at;
        this.tables = tables;
        this.thread = Thread.ofPlatform().name("snapshot-" + source).start(this::run);
    }

    /** The next of what was read; null when there is none within this time. */
    @Nullable
    Read next(long milliseconds) throws InterruptedException, SQLException {
        Read next = waiting.poll(milliseconds, TimeUnit.MILLISECONDS);
        Throwable failed = failure;
        if (next == null && failed instanceof SQLException refused) {
            throw refused;
        }
        if (next == null && failed != null) {
            throw new IllegalStateException("Tables could not be read: " + failed, failed);
        }
        return next;
    }

    private void run() {
        try {
            unbound();
            for (MappedTable table : tables) {
                copy(table);
            }
            waiting.put(new Read(List.of(), true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException | RuntimeException | OutOfMemoryError e) {
            failure = e;
        }
    }

    /** A table is one statement here, which takes as long as the table is large; a server that falls silent is noticed by the socket. */
    private void unbound() throws SQLException {
        try (Statement statement = at.connection().createStatement()) {
            statement.execute("SET LOCAL statement_timeout = 0");
        }
    }

    private void copy(MappedTable table) throws SQLException, InterruptedException {
        Column[] columns = table.layout().columns().toArray(Column[]::new);
        int keySize = table.layout().table().primaryKey().size();
        Lsn lsn = at.lsn();
        CopyOut copy = at.connection().unwrap(PGConnection.class).getCopyAPI().copyOut(statement(table));
        List<CaptureEvent> read = new ArrayList<>(ROWS_PER_PORTION);
        int bytes = 0;
        try {
            for (byte[] line = copy.readFromCopy(); line != null; line = copy.readFromCopy()) {
                bytes += line.length;
                read.add(event(table, columns, keySize, line, lsn));
                if (read.size() == ROWS_PER_PORTION || bytes > PORTION_BYTES) {
                    waiting.put(new Read(read, false));
                    read = new ArrayList<>(ROWS_PER_PORTION);
                    bytes = 0;
                }
            }
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
        Rewritten.refuse(at.connection(), table.name());
        read.add(new CaptureEvent.TableRead(table, lsn));
        waiting.put(new Read(read, false));
    }

    private static CaptureEvent event(MappedTable table, Column[] columns, int keySize, byte[] line, Lsn lsn) {
        try {
            return new CaptureEvent.Row(Operation.READ, table, new CopyLine(line).values(columns), lsn, 0);
        } catch (UnmappableException e) {
            return new CaptureEvent.Unreadable(
                    table, new CopyLine(line).text(keySize), String.valueOf(e.getMessage()), lsn);
        }
    }

    private static String statement(MappedTable table) {
        return "COPY (SELECT " + table.layout().quotedColumns() + " FROM "
                + table.name().quoted() + ") TO STDOUT";
    }

    /** Ends it where it is; a server that stands still would keep it waiting for the next row. */
    @Override
    public void close() throws SQLException {
        thread.interrupt();
        try {
            if (!thread.join(PATIENCE)) {
                at.connection().abort(Runnable::run);
                thread.join(PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
