package dev.maitred.batch.audit;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.change.Occupant;
import java.util.List;

/** Asks one source how many occupants it has. */
public interface SourceTotals {

    /** The source's name, as in the first part of its venues' ids: {@code nightclub} of {@code nightclub:7}. */
    String source();

    /**
     * Counts at one consistent point.
     *
     * @throws SourceUnavailableException when the source does not answer, or not in time
     */
    Totals read() throws SourceUnavailableException;

    /**
     * @param lsn every transaction whose commit ends at or before it is counted, and no other
     * @param clockMicros the source's clock there, microseconds since 1970
     */
    record Totals(Lsn lsn, long clockMicros, List<Count> counts) {

        public Totals {
            counts = List.copyOf(counts);
        }
    }

    /**
     * @param kind and state as the row says them; an expiry that has passed changes neither
     * @param occupants how many rows, at least 1
     */
    record Count(String venue, String slot, Occupant.Kind kind, Occupant.State state, long occupants) {}
}
