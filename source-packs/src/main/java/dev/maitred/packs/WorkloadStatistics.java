package dev.maitred.packs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workload has done since its start.
 *
 * @param events how often each kind of event happened, every kind in its order, also those with 0
 * @param transactions committed, reads among them
 * @param racesLost transactions that found what they wanted taken by another, a table, a seat or a message: an ordinary outcome
 * @param errors transactions that failed otherwise, those of an outage among them
 * @param skipped beats at which nothing was begun, because too much was under way or the database was away
 * @param lastError the newest error in words, or null when there was none
 */
public record WorkloadStatistics(
        Map<String, Long> events,
        long transactions,
        long racesLost,
        long errors,
        long skipped,
        @Nullable String lastError) {

    public WorkloadStatistics {
        events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
    }
}
