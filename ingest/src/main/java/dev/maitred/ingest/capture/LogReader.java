package dev.maitred.ingest.capture;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.ingest.capture.CaptureEvent.Operation;
import dev.maitred.ingest.watermark.ClockMessages;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.UnmappableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of PostgreSQL's own output plugin, pgoutput, in its protocol's version 1: whole transactions one after the other,
 * in the order of their commits. A row does not say its commit's LSN; where the commit before it ended is what a position is made of.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-logicalrep-message-formats.html">PostgreSQL, Logical Replication Message
 *     Formats</a>
 */
public final class LogReader {

    private static final Instant CALENDAR_BEGINS = Instant.parse("2000-01-01T00:00:00Z");

    private static final byte TRANSACTIONAL = 1;

    private final Mapping mapping;
    private final ClockMessages clock;
    private final CaptureSink sink;

    /** Tables by the number that the log calls them by; those that are not mapped are not in it. */
    private final Map<Integer, Relation> relations = new HashMap<>();

    /** What is behind these a snapshot has read already. */
    private final Map<TableName, Lsn> readAt;

    private final NavigableSet<Lsn> readAtAll;

    private Lsn lastEnd;
    private Lsn commit = Lsn.ZERO;
    private long committedAtMicros;

    /**
     * @param start the end of the last transaction that was published
     * @param readAt of tables that were read later than that, where: what committed before is passed over
     * @param clock reads the messages of the source's clock
     */
    LogReader(Mapping mapping, Lsn start, Map<TableName, Lsn> readAt, ClockMessages clock, CaptureSink sink) {
        this.readAt = new HashMap<>(readAt);
        this.readAtAll = new TreeSet<>(readAt.values());
        this.mapping = mapping;
        this.lastEnd = start;
        this.clock = clock;
        this.sink = sink;
    }

    /**
     * Reads one message.
     *
     * @param catalogue of the source, for the types of a table's columns
     * @return when the transaction committed that ends with it; null: none does
     */
    public @Nullable Instant read(ByteBuffer message, Connection catalogue) throws SQLException, InterruptedException {
        switch ((char) message.get()) {
            case 'B' -> begin(message);
            case 'C' -> {
                return commit(message);
            }
            case 'R' -> relation(message, catalogue);
            case 'I' -> insert(message);
            case 'U' -> update(message);
            case 'D' -> delete(message);
            case 'T' -> truncate(message);
            case 'M' -> message(message);
            default -> {
                // Types and origins say nothing that a row needs.
            }
        }
        return null;
    }

    /** A place where a table was read is one that everything before has been delivered of: what commits after it is after its rows. */
    private void begin(ByteBuffer message) throws InterruptedException {
        commit = new Lsn(message.getLong());
        Lsn passed = readAtAll.floor(commit);
        if (passed != null) {
            end(passed);
            if (passed.equals(readAtAll.last())) {
                readAt.clear();
                readAtAll.clear();
            }
        }
        committedAtMicros = Micros.of(instant(message.getLong()));
    }

    private Instant commit(ByteBuffer message) throws InterruptedException {
        message.get();
        message.getLong();
        Lsn end = new Lsn(message.getLong());
        Instant committedAt = instant(message.getLong());
        end(end);
        return committedAt;
    }

    private void relation(ByteBuffer message, Connection catalogue) throws SQLException {
        int id = message.getInt();
        Relation relation = Relation.read(message, mapping, catalogue);
        if (relation == null) {
            relations.remove(id);
        } else {
            relations.put(id, relation);
        }
    }

    /** @return null when nothing that the transaction says of it is wanted */
    private @Nullable Relation relation(int id) {
        Relation relation = relations.get(id);
        if (relation == null || readAt.isEmpty()) {
            return relation;
        }
        Lsn read = readAt.get(relation.table().name());
        return read != null && commit.isBefore(read) ? null : relation;
    }

    private void insert(ByteBuffer message) throws InterruptedException {
        Relation relation = relation(message.getInt());
        if (relation != null) {
            message.get();
            row(Operation.INSERT, relation, message);
        }
    }

    /** Where a row gets another primary key, the old one comes before it. */
    private void update(ByteBuffer message) throws InterruptedException {
        Relation relation = relation(message.getInt());
        if (relation == null) {
            return;
        }
        if (message.get() == 'N') {
            row(Operation.UPDATE, relation, message);
            return;
        }
        ByteBuffer before = message.duplicate();
        String keyBefore = relation.keyText(message);
        message.get();
        if (keyBefore.equals(relation.keyText(message.duplicate()))) {
            row(Operation.UPDATE, relation, message);
        } else {
            row(Operation.LEAVE, relation, before);
            row(Operation.INSERT, relation, message);
        }
    }

    private void delete(ByteBuffer message) throws InterruptedException {
        Relation relation = relation(message.getInt());
        if (relation != null) {
            message.get();
            row(Operation.DELETE, relation, message);
        }
    }

    private void row(Operation operation, Relation relation, ByteBuffer tuple) throws InterruptedException {
        int start = tuple.position();
        @Nullable Object[] values;
        try {
            values = switch (operation) {
                case DELETE, LEAVE -> relation.key(tuple);
                case INSERT, UPDATE, READ, READ_AGAIN -> relation.row(tuple);
            };
        } catch (UnmappableException e) {
            tuple.position(start);
            sink.accept(new CaptureEvent.Unreadable(
                    relation.table(), relation.keyText(tuple), String.valueOf(e.getMessage()), lastEnd));
            return;
        }
        sink.accept(new CaptureEvent.Row(operation, relation.table(), values, lastEnd, committedAtMicros));
    }

    private void truncate(ByteBuffer message) throws InterruptedException {
        int tables = message.getInt();
        message.get();
        for (int i = 0; i < tables; i++) {
            Relation relation = relation(message.getInt());
            if (relation != null) {
                sink.accept(new CaptureEvent.Truncated(relation.table(), lastEnd, committedAtMicros));
            }
        }
    }

    /**
     * One outside of transactions stands between two of them. Whoever wrote it, it counts as an end: each life of capture has clock messages
     * of its own and meets those of others, and positions must be the same in all.
     */
    private void message(ByteBuffer message) throws InterruptedException {
        if (message.get() == TRANSACTIONAL) {
            return;
        }
        Lsn lsn = new Lsn(message.getLong());
        end(lsn);
        if (!Relation.text(message).equals(ClockMessages.PREFIX)) {
            return;
        }
        byte[] content = new byte[message.getInt()];
        message.get(content);
        long clockMicros = clock.clockOf(new String(content, StandardCharsets.UTF_8));
        if (clockMicros != Micros.UNKNOWN) {
            sink.accept(new CaptureEvent.Clock(lsn, clockMicros));
        }
    }

    private void end(Lsn lsn) throws InterruptedException {
        if (lsn.compareTo(lastEnd) > 0) {
            lastEnd = lsn;
            sink.accept(new CaptureEvent.CommitEnd(lsn));
        }
    }

    private static Instant instant(long micros) {
        return CALENDAR_BEGINS.plus(micros, ChronoUnit.MICROS);
    }
}
