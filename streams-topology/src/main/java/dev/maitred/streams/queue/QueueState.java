package dev.maitred.streams.queue;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.QueueItem;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One queue: the sums of its items, each changed in O(log n). */
final class QueueState {

    private final TreeMap<String, Long> openByGroup = new TreeMap<>();
    private final TreeMap<Integer, Long> openByPriority = new TreeMap<>();
    private final TreeMap<Long, Long> openByEnqueued = new TreeMap<>();
    private final Rate enqueued = new Rate();
    private final Rate done = new Rate();
    private final Rate retried = new Rate();
    private final Rate dead = new Rate();
    private long waiting;
    private long delayed;
    private long running;
    private long stalled;
    private long deadItems;

    /** How an open item counts at one instant. */
    enum Standing {
        WAITING,
        /** Waiting, but not before its time. */
        DELAYED,
        RUNNING,
        /** Running, but its lease is over. */
        STALLED
    }

    static @Nullable Standing standing(QueueItem item, long clockMicros) {
        return switch (item.state()) {
            case WAITING -> item.availableAtMicros() > clockMicros ? Standing.DELAYED : Standing.WAITING;
            case RUNNING ->
                item.leaseUntilMicros() != Micros.UNKNOWN && item.leaseUntilMicros() <= clockMicros
                        ? Standing.STALLED
                        : Standing.RUNNING;
            case DONE, DEAD, CANCELLED -> null;
        };
    }

    /** The instant at which its standing changes by itself; {@link Micros#NEVER}: it does not. */
    static long changesAt(QueueItem item, Standing standing) {
        return switch (standing) {
            case DELAYED -> item.availableAtMicros();
            case RUNNING -> item.leaseUntilMicros() == Micros.UNKNOWN ? Micros.NEVER : item.leaseUntilMicros();
            case WAITING, STALLED -> Micros.NEVER;
        };
    }

    void stands(Standing standing, int sign) {
        switch (standing) {
            case WAITING -> waiting += sign;
            case DELAYED -> delayed += sign;
            case RUNNING -> running += sign;
            case STALLED -> stalled += sign;
        }
    }

    /** All of an item that does not depend on the clock. */
    void item(QueueItem item, int sign) {
        enqueued.add(item.enqueuedAtMicros(), sign);
        if (item.state().isOpen()) {
            add(openByGroup, item.group(), sign);
            add(openByPriority, item.priority(), sign);
            if (item.enqueuedAtMicros() != Micros.UNKNOWN) {
                add(openByEnqueued, item.enqueuedAtMicros(), sign);
            }
            if (item.state() == QueueItem.State.WAITING && item.attempts() > 0) {
                retried.add(item.startedAtMicros(), sign);
            }
        } else if (item.state() == QueueItem.State.DONE) {
            done.add(item.finishedAtMicros(), sign);
        } else if (item.state() == QueueItem.State.DEAD) {
            deadItems += sign;
            dead.add(item.finishedAtMicros(), sign);
        }
    }

    private static <K> void add(Map<K, Long> sums, K key, long by) {
        if (sums.merge(key, by, Long::sum) == 0) {
            sums.remove(key);
        }
    }

    QueueBoard board(String queue, long clockMicros) {
        return new QueueBoard(
                queue,
                waiting,
                delayed,
                running,
                stalled,
                deadItems,
                oldestAge(clockMicros),
                new TreeMap<>(openByGroup),
                new TreeMap<>(openByPriority),
                enqueued.perMinute(clockMicros),
                done.perMinute(clockMicros),
                retried.perMinute(clockMicros),
                dead.perMinute(clockMicros));
    }

    /** Null while nothing waits, or all of it is yet to come. */
    private @Nullable Long oldestAge(long clockMicros) {
        return openByEnqueued.isEmpty() || openByEnqueued.firstKey() > clockMicros
                ? null
                : (Long) (clockMicros - openByEnqueued.firstKey());
    }
}
