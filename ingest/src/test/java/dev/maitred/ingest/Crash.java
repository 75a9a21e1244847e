package dev.maitred.ingest;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureSink;
import dev.maitred.ingest.publish.StoredOffset;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Ends an ingest as a crash would, at one boundary between two captured records: from then on nothing of that life reaches Kafka or
 * PostgreSQL, and its Kafka transaction stays open. What begins after it is left alone.
 */
final class Crash {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** When at a boundary. */
    enum Moment {
        /** After a row was taken, its source transaction open. */
        WITHIN,
        /** The source transaction's end was taken, and all of it sent, but not committed. */
        BEFORE_COMMIT,
        /** It is committed, and nobody was told. */
        AFTER_COMMIT
    }

    /**
     * A place in the stream that comes again in every replay.
     *
     * @param event counted from 1 over rows, TRUNCATEs and the ends of transactions that had any
     */
    record Boundary(int event, Moment moment, String what) {

        /** Of rows that are alike, in one long run, only so many are tried. */
        private static final int STEP_AMONG_LIKE_ROWS = 20;

        /** All, but of long runs of like rows only the first and last ones and every so many. */
        static List<Boundary> worthTrying(List<Boundary> all) {
            List<Boundary> some = new ArrayList<>();
            int run = 0;
            for (int i = 0; i < all.size(); i++) {
                Boundary each = all.get(i);
                run = i > 0 && all.get(i - 1).what().equals(each.what()) ? run + 1 : 0;
                int ahead = Math.min(all.size(), i + STEP_AMONG_LIKE_ROWS);
                boolean runGoesOn = ahead == i + STEP_AMONG_LIKE_ROWS
                        && all.subList(i, ahead).stream()
                                .allMatch(later -> later.what().equals(each.what()));
                if (run < STEP_AMONG_LIKE_ROWS || run % STEP_AMONG_LIKE_ROWS == 0 || !runGoesOn) {
                    some.add(each);
                }
            }
            return some;
        }
    }

    /** Thrown by whatever a dead life still tries. */
    static final class Died extends RuntimeException {
        private static final long serialVersionUID = 1;

        Died() {
            super("a test ended this life here");
        }
    }

    private final @Nullable Boundary at;
    private final Runnable cutOff;
    private final List<Boundary> seen = new ArrayList<>();
    private final CountDownLatch diedAtCommit = new CountDownLatch(1);
    private volatile boolean crashed;
    private volatile @Nullable Lsn deadly;
    private volatile @Nullable Lsn sent;
    private int event;
    private int rowsOfTransaction;

    /**
     * @param at null: never, the boundaries are only counted
     * @param cutOff cuts the connection to PostgreSQL from the other side
     */
    Crash(@Nullable Boundary at, Runnable cutOff) {
        this.at = at;
        this.cutOff = cutOff;
    }

    Seams seams() {
        return new Seams(this::capture, this::kafka);
    }

    boolean happened() {
        return crashed;
    }

    @Nullable
    Boundary at() {
        return at;
    }

    /** All boundaries that went by. */
    List<Boundary> seen() {
        return seen;
    }

    private CaptureSink capture(CaptureSink sink) {
        return crashed ? sink : captured -> accept(captured, sink);
    }

    private void accept(CaptureEvent captured, CaptureSink sink) throws InterruptedException {
        if (crashed) {
            throw new Died();
        }
        Lsn end = switch (captured) {
            case CaptureEvent.CommitEnd commit -> rowsOfTransaction == 0 ? null : commit.lsn();
            case CaptureEvent.SnapshotEnd snapshot -> snapshot.lsn();
            case CaptureEvent.SnapshotBegin begin -> null;
            case CaptureEvent.TableRead table -> null;
            case CaptureEvent.Row row -> null;
            case CaptureEvent.Unreadable row -> null;
            case CaptureEvent.Truncated table -> null;
            case CaptureEvent.Clock clock -> null;
        };
        boolean row = !(captured instanceof CaptureEvent.CommitEnd
                || captured instanceof CaptureEvent.SnapshotEnd
                || captured instanceof CaptureEvent.SnapshotBegin
                || captured instanceof CaptureEvent.TableRead
                || captured instanceof CaptureEvent.Clock);
        if (!row && end == null) {
            sink.accept(captured);
            return;
        }
        event++;
        rowsOfTransaction = row ? rowsOfTransaction + 1 : 0;
        String what = captured instanceof CaptureEvent.Row each
                ? each.operation() + " of " + each.table().name().shortName()
                : captured.getClass().getSimpleName();
        if (row) {
            seen.add(new Boundary(event, Moment.WITHIN, what));
        } else {
            seen.add(new Boundary(event, Moment.BEFORE_COMMIT, what));
            seen.add(new Boundary(event, Moment.AFTER_COMMIT, what));
        }
        boolean now = at != null && at.event() == event;
        deadly = now ? end : null;
        sink.accept(captured);
        if (now) {
            if (end != null && !diedAtCommit.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("No commit came of " + at);
            }
            crashed = true;
            cutOff.run();
            throw new Died();
        }
    }

    @SuppressWarnings("unchecked")
    private Producer<byte[], byte[]> kafka(Producer<byte[], byte[]> producer) {
        if (crashed) {
            return producer;
        }
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (crashed && method.getName().equals("close")) {
                        // Without patience it neither sends nor aborts.
                        producer.close(Duration.ZERO);
                        return null;
                    }
                    if (crashed) {
                        throw new Died();
                    }
                    if (method.getName().equals("send")) {
                        offset((ProducerRecord<byte[], byte[]>) arguments[0]);
                    }
                    boolean last = method.getName().equals("commitTransaction") && isLast();
                    if (last && at != null && at.moment() == Moment.BEFORE_COMMIT) {
                        producer.flush();
                        die();
                    }
                    try {
                        return method.invoke(producer, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (last && !crashed) {
                            die();
                        }
                    }
                });
    }

    private void offset(ProducerRecord<byte[], byte[]> record) {
        boolean offset = record.topic().equals(Topics.INGEST_OFFSETS.name());
        if (offset && !new String(record.key(), StandardCharsets.UTF_8).contains("/")) {
            sent = StoredOffset.of(record.value()).lsn();
        }
    }

    private boolean isLast() {
        Lsn last = deadly;
        return last != null && last.equals(sent);
    }

    private void die() {
        crashed = true;
        diedAtCommit.countDown();
        throw new Died();
    }
}
