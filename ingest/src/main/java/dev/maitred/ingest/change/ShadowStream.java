package dev.maitred.ingest.change;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.capture.CaptureEvent;
import dev.maitred.ingest.capture.CaptureSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Follows the source beside the one that is in force, until it is told to stand still between two transactions; then on to an exact
 * end, which that other one has come to meanwhile.
 */
final class ShadowStream implements CaptureSink {

    /** Of transactions that may lie behind the end, which is seen at their own end: more, and it is tried again later. */
    private static final int MOST_WAITING = 200_000;

    private final ShadowRows rows;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<CaptureEvent> waiting = new ArrayList<>();
    private volatile Lsn passed;
    private boolean halts;
    private @Nullable Lsn haltedAt;
    private @Nullable Lsn end;
    private boolean over;
    private boolean tooMuch;

    ShadowStream(ShadowRows rows, Lsn start) {
        this.rows = rows;
        this.passed = start;
    }

    @Override
    public void accept(CaptureEvent event) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            switch (event) {
                case CaptureEvent.CommitEnd commit -> passed(commit.lsn());
                case CaptureEvent.Clock clock -> passed(clock.lsn());
                case CaptureEvent.SnapshotBegin ignored -> {}
                case CaptureEvent.TableRead ignored -> {}
                case CaptureEvent.SnapshotEnd ignored -> {}
                case CaptureEvent.Row row -> row(row);
                case CaptureEvent.Unreadable row -> row(row);
                case CaptureEvent.Truncated table -> row(table);
            }
        } finally {
            lock.unlock();
        }
    }

    private void row(CaptureEvent event) {
        if (over) {
            return;
        }
        if (end == null) {
            rows.take(event);
        } else if (waiting.size() < MOST_WAITING) {
            waiting.add(event);
        } else {
            tooMuch = true;
            changed.signalAll();
        }
    }

    private void passed(Lsn lsn) throws InterruptedException {
        if (over) {
            return;
        }
        Lsn last = end;
        if (last != null && lsn.compareTo(last) > 0) {
            // What it ended lies behind the end.
            waiting.clear();
            isOver();
            return;
        }
        waiting.forEach(rows::take);
        waiting.clear();
        passed = lsn;
        if (lsn.equals(last)) {
            isOver();
            return;
        }
        while (halts && end == null && !over) {
            haltedAt = lsn;
            changed.signalAll();
            changed.await();
        }
        Lsn known = end;
        if (known != null && lsn.compareTo(known) >= 0) {
            isOver();
        }
    }

    private void isOver() {
        over = true;
        changed.signalAll();
    }

    /** Everything that ended at or before this has been taken. */
    Lsn passed() {
        return passed;
    }

    /** It is to stand still at the next end of a transaction. */
    void halt() {
        lock.lock();
        try {
            halts = true;
        } finally {
            lock.unlock();
        }
    }

    /** Where it stands still; null: it does not yet. */
    @Nullable
    Lsn haltedAt() {
        lock.lock();
        try {
            return haltedAt;
        } finally {
            lock.unlock();
        }
    }

    /** To this end, not before where it stands still, and no further; whether it came there in time. */
    boolean isThrough(Lsn exactly, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            end = exactly;
            changed.signalAll();
            long left = patience.toNanos();
            while (!over && !tooMuch && left > 0) {
                left = changed.awaitNanos(left);
            }
            return over && !tooMuch;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more, and blocks nobody. */
    void letGo() {
        lock.lock();
        try {
            halts = false;
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
