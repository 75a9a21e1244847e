package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Allowance;
import dev.maitred.packs.WorkloadStatistics;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts of what happened, from any thread. */
final class Tally {

    private final Map<EventKind, LongAdder> events = new EnumMap<>(EventKind.class);
    private final LongAdder transactions = new LongAdder();
    private final LongAdder racesLost = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Allowance allowance;
    private volatile @Nullable String lastError;

    Tally(Allowance allowance) {
        this.allowance = allowance;
        for (EventKind kind : EventKind.values()) {
            events.put(kind, new LongAdder());
        }
    }

    void add(EventKind kind) {
        add(kind, 1);
    }

    void add(EventKind kind, long times) {
        LongAdder adder = events.get(kind);
        if (adder != null) {
            adder.add(times);
        }
    }

    void transaction() {
        transactions.increment();
        allowance.use();
    }

    void raceLost() {
        racesLost.increment();
    }

    void error(Exception error) {
        errors.increment();
        lastError = error.getClass().getSimpleName() + ": " + error.getMessage();
    }

    WorkloadStatistics snapshot(long skipped) {
        Map<String, Long> counts = new LinkedHashMap<>();
        events.forEach((kind, count) -> counts.put(kind.label(), count.sum()));
        return new WorkloadStatistics(counts, transactions.sum(), racesLost.sum(), errors.sum(), skipped, lastError);
    }
}
