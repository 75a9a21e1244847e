package dev.maitred.packs.workload;

import dev.maitred.packs.Allowance;
import dev.maitred.packs.WorkloadStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts of what happened, from any thread. */
public final class Tally {

    private final Map<Kind, LongAdder> events = new LinkedHashMap<>();
    private final LongAdder transactions = new LongAdder();
    private final LongAdder racesLost = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private final Allowance allowance;
    private volatile @Nullable String lastError;

    /**
     * Counts that all stand at 0.
     *
     * @param allowance that each transaction uses up
     * @param kinds that there are, in the order in which they are told
     */
    public Tally(Allowance allowance, List<? extends Kind> kinds) {
        this.allowance = allowance;
        kinds.forEach(kind -> events.put(kind, new LongAdder()));
    }

    public void add(Kind kind) {
        add(kind, 1);
    }

    public void add(Kind kind, long times) {
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
