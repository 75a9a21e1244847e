package dev.maitred.ops.answer;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Topics;
import dev.maitred.ops.problems.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How far each partition of a replica stands in each source; readers may wait for it.
 *
 * <p>What a replica holds and how far it stands change together: who reads {@link #together} sees both as of one watermark.
 */
public final class Watermarks {

    private final Map<String, AtomicReferenceArray<AsOf>> bySource = new ConcurrentHashMap<>();
    private final AtomicIntegerArray open = new AtomicIntegerArray(Topics.PARTITIONS);
    private final StampedLock[] partitions = new StampedLock[Topics.PARTITIONS];
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition advanced = lock.newCondition();
    private final Consumer<String> ask;

    /** @param ask lets a source's ingest write a watermark at once */
    public Watermarks(Consumer<String> ask) {
        this.ask = ask;
        Arrays.setAll(partitions, any -> new StampedLock());
    }

    /** @param change of what is held; short, since readers of the partition wait for its end */
    public void advance(String source, int partition, AsOf asOf, Runnable change) {
        AtomicReferenceArray<AsOf> all = of(source);
        long stamp = partitions[partition].writeLock();
        try {
            change.run();
            AsOf before = all.get(partition);
            if (before == null || before.lsn().compareTo(asOf.lsn()) <= 0) {
                all.set(partition, asOf);
            }
        } finally {
            partitions[partition].unlockWrite(stamp);
        }
        signal();
    }

    /** A partition's replica has read all that was there: from now on it answers. Before, it stands at nothing. */
    public void open(int partition) {
        open.set(partition, 1);
        signal();
    }

    private void signal() {
        lock.lock();
        try {
            advanced.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reads of a partition as of one watermark.
     *
     * @param read without effects: it may be done twice
     */
    public <T extends @Nullable Object> T together(int partition, Supplier<T> read) {
        StampedLock its = partitions[partition];
        long stamp = its.tryOptimisticRead();
        if (stamp != 0) {
            T value = read.get();
            if (its.validate(stamp)) {
                return value;
            }
        }
        stamp = its.readLock();
        try {
            return read.get();
        } finally {
            its.unlockRead(stamp);
        }
    }

    public AsOf at(String source, int partition) {
        AtomicReferenceArray<AsOf> all = bySource.get(source);
        AsOf asOf = all == null || open.get(partition) == 0 ? null : all.get(partition);
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

    /** Whether it is too early to say that something of this source is not there. */
    public boolean mayCome(String source, int partition) {
        return bySource.isEmpty()
                || open.get(partition) == 0
                || bySource.containsKey(source) && !at(source, partition).isKnown();
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
        return await(source, () -> at(source, partition), lsn, patience);
    }

    /** Waits until every partition stands at this LSN or after it; returns the least of them. */
    public AsOf awaitAll(String source, Lsn lsn, Duration patience) throws InterruptedException {
        return await(source, () -> least(source), lsn, patience);
    }

    private AsOf await(String source, Supplier<AsOf> standing, Lsn lsn, Duration patience) throws InterruptedException {
        AsOf now = standing.get();
        if (!now.lsn().isBefore(lsn)) {
            return now;
        }
        ask.accept(source);
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            now = standing.get();
            while (now.lsn().isBefore(lsn) && left > 0) {
                left = advanced.awaitNanos(left);
                now = standing.get();
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The sources that a list is of, and whose LSN a caller means.
     *
     * @param named null: all there are
     * @param ofOne an LSN was given, which only one source has
     * @throws Problem 400 when there is no such source or one must be named, 503 while none is known yet
     */
    public Set<String> chosen(@Nullable String named, boolean ofOne) {
        Set<String> known = new TreeSet<>(sources());
        if (known.isEmpty() && (named != null || ofOne)) {
            throw Problem.unavailable("Which sources there are is still being read. Ask again in a second.");
        }
        if (named != null && !known.contains(named)) {
            throw Problem.badRequest(
                    "source: expected one of " + String.join(", ", known) + ", found \"" + named + "\"");
        }
        if (named == null && ofOne && known.size() > 1) {
            throw Problem.badRequest("atLeast: an LSN is of one source, and there are several here: "
                    + String.join(", ", known) + ". Name the one that is meant, as in source="
                    + known.iterator().next() + ".");
        }
        return named == null ? known : Set.of(named);
    }

    private AtomicReferenceArray<AsOf> of(String source) {
        return bySource.computeIfAbsent(source, any -> new AtomicReferenceArray<>(Topics.PARTITIONS));
    }
}
