package dev.maitred.batch.landing;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells every record of a log partition where its transaction ended, which the log says only at the transaction's last one. Records
 * are held back until then; of transactions larger than {@link #HELD_BACK_ROWS} the earlier rows go on without it.
 */
final class TransactionEnds {

    static final int HELD_BACK_ROWS = 20_000;

    private final Map<String, List<LandedRecord>> bySource = new HashMap<>();
    private final Consumer<LandedRecord> next;

    TransactionEnds(Consumer<LandedRecord> next) {
        this.next = next;
    }

    /** @param belongs whether the record is to be passed on, or only may say where earlier ones ended */
    void accept(LandedRecord record, boolean belongs) {
        boolean streamed = record.headers().position().index() > 0
                && record.key().entity() != Entity.MARK
                && record.key().entity() != Entity.WATERMARK;
        if (!streamed) {
            if (belongs) {
                next.accept(record);
            }
            return;
        }
        List<LandedRecord> held = bySource.computeIfAbsent(record.source(), any -> new ArrayList<>());
        if (!held.isEmpty() && !sameTransaction(held.getFirst(), record)) {
            release(held);
        }
        if (belongs) {
            held.add(record);
        }
        var end = record.headers().end();
        if (end != null) {
            held.replaceAll(waiting -> waiting.endingAt(end));
            release(held);
        } else if (held.size() >= HELD_BACK_ROWS) {
            release(held);
        }
    }

    boolean isWaiting() {
        return bySource.values().stream().anyMatch(held -> !held.isEmpty());
    }

    /** Passes on what still waits, without an end. */
    void releaseAll() {
        bySource.values().forEach(this::release);
    }

    private void release(List<LandedRecord> held) {
        held.forEach(next);
        held.clear();
    }

    private static boolean sameTransaction(LandedRecord one, LandedRecord other) {
        Position first = one.headers().position();
        Position second = other.headers().position();
        return first.incarnation() == second.incarnation()
                && first.previousEnd().equals(second.previousEnd());
    }
}
