package dev.maitred.ops.answer;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** How far each partition of a replica stands in each source; readers may wait for it. */
public final class Watermarks {

    private final Map<String, AtomicReferenceArray<AsOf>> bySource = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Consumer<String> ask;

    /** @param ask lets a source's ingest write a watermark at once */
    public Watermarks(Consumer<String> ask) {
        this.ask = ask;
    }

    void advance(String source, int partition, AsOf asOf) {
        AtomicReferenceArray<AsOf> all = of(source);
        AsOf before = all.get(partition);
        if (before == null || before.lsn().compareTo(asOf.lsn()) <= 0) {
            all.set(partition, asOf);
            lock.lock();
            try {
                advanced.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    public AsOf at(String source, int partition) {
        AtomicReferenceArray<AsOf> all = bySource.get(source);
        AsOf asOf = all == null ? null : all.get(partition);
        return asOf == null ? AsOf.NOTHING : asOf;
    }

    /** The least of all partitions; nothing while one of them is not known. */
    public AsOf least(String source) {
        AsOf least = at(source, 0);
        for (int partition = 1; partition < Topics.PARTITIONS; partition++) {
            AsOf other = at(source, partition);
            if (!other.isKnown()) {
                return AsOf.NOTHING;
            }
            least = least.least(other);
        }
        return least;
    }

    public int answering(String source) {
        int known = 0;
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            known += at(source, partition).isKnown() ? 1 : 0;
        }
        return known;
    }

    public Set<String> sources() {
        return bySource.keySet();
    }

    /**
     * Waits until a partition stands at this LSN or after it.
     *
     * @return where it stands, which is before the LSN when it did not come in time
     */
    public AsOf await(String source, int partition, Lsn lsn, Duration patience) throws InterruptedException {
        AsOf now = at(source, partition);
        if (!now.lsn().isBefore(lsn)) {
            return now;
        }
        ask.accept(source);
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (at(source, partition).lsn().isBefore(lsn) && left > 0) {
                left = advanced.awaitNanos(left);
            }
            return at(source, partition);
        } finally {
            lock.unlock();
        }
    }

    private AtomicReferenceArray<AsOf> of(String source) {
        return bySource.computeIfAbsent(source, any -> new AtomicReferenceArray<>(Topics.PARTITIONS));
    }
}
