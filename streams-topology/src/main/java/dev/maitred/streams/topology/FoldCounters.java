package dev.maitred.streams.topology;

import dev.maitred.streams.fold.Fold;
import java.util.concurrent.atomic.LongAdder;

/** What the folds of this instance met; read by others. */
public final class FoldCounters {

    private final LongAdder changed = new LongAdder();
    private final LongAdder duplicates = new LongAdder();
    private final LongAdder stale = new LongAdder();
    private final LongAdder unreadable = new LongAdder();

    void folded(Fold.Effect effect) {
        switch (effect) {
            case CHANGED -> changed.increment();
            case DUPLICATE -> duplicates.increment();
            case STALE -> stale.increment();
        }
    }

    void unreadable() {
        unreadable.increment();
    }

    public long changed() {
        return changed.sum();
    }

    public long duplicates() {
        return duplicates.sum();
    }

    public long stale() {
        return stale.sum();
    }

    /** Records that are not of the contract; each is logged with its place. */
    public long unreadableRecords() {
        return unreadable.sum();
    }
}
