package dev.maitred.streams.queue;

import dev.maitred.contract.Micros;
import java.util.TreeMap;

/** How many things happened lately, counted by the second of the rows' own times, so that a replay counts alike. */
final class Rate {

    private static final long SECOND_MICROS = 1_000_000;
    private static final long LONGEST_SECONDS = 15 * 60;

    private final TreeMap<Long, Integer> bySecond = new TreeMap<>();

    /**
     * @param one over one minute
     * @param five over five minutes
     * @param fifteen over fifteen minutes
     */
    record PerMinute(double one, double five, double fifteen) {}

    void add(long atMicros, int sign) {
        if (atMicros == Micros.UNKNOWN || atMicros == Micros.NEVER) {
            return;
        }
        long second = Math.floorDiv(atMicros, SECOND_MICROS);
        if (bySecond.merge(second, sign, Integer::sum) == 0) {
            bySecond.remove(second);
        }
    }

    /** At this instant of the source's clock; what is older than the longest window is forgotten. */
    PerMinute perMinute(long clockMicros) {
        long now = Math.floorDiv(clockMicros, SECOND_MICROS);
        // What was enqueued with a far older time than its commit can come late; a count below zero would stay: keep a
        // margin.
        bySecond.headMap(now - 2 * LONGEST_SECONDS).clear();
        return new PerMinute(
                since(now - 60, now), since(now - 300, now) / 5.0, since(now - LONGEST_SECONDS, now) / 15.0);
    }

    /** Rows' own times may be ahead of the source's clock: what is yet to come is not counted. */
    private double since(long second, long now) {
        return bySecond.subMap(second, false, now, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }
}
