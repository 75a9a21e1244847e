package dev.maitred.ops.stream;

import dev.maitred.ops.stream.EventStreams.EventStream;
import dev.maitred.ops.stream.EventStreams.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What waits for one reader: at most one event for each key, however slow it is. */
final class Mailbox implements EventStream {

    private final Consumer<Mailbox> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition something = lock.newCondition();
    private final Map<Key, byte[]> waiting = new LinkedHashMap<>();
    private boolean ended;

    Mailbox(Consumer<Mailbox> onClose) {
        this.onClose = onClose;
    }

    void offer(Key key, byte[] event) {
        lock.lock();
        try {
            waiting.put(key, event);
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    void offerIfAbsent(Key key, byte[] event) {
        lock.lock();
        try {
            waiting.putIfAbsent(key, event);
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            something.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<byte[]> take(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !ended && left > 0) {
                left = something.awaitNanos(left);
            }
            List<byte[]> events = new ArrayList<>(waiting.values());
            waiting.clear();
            return events;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}
