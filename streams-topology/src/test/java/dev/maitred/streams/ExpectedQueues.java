package dev.maitred.streams;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.QueueItem.State;
import dev.maitred.streams.SourceLog.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a queue's board must say, counted anew from all its items at one instant. It shares nothing with the fold. */
public final class ExpectedQueues {

    private static final JsonMapper JSON = new JsonMapper();
    private static final double SECOND = 1_000_000;

    private ExpectedQueues() {}

    public static String of(Truth truth, String queue) {
        long clock = truth.clockMicros();
        List<QueueItem> items = new ArrayList<>();
        truth.rows().forEach((key, change) -> {
            if (key.owner().equals(queue)) {
                items.add((QueueItem) change);
            }
        });
        List<QueueItem> open =
                items.stream().filter(item -> item.state().isOpen()).toList();
        Predicate<QueueItem> waits = item -> item.state() == State.WAITING;
        Predicate<QueueItem> runs = item -> item.state() == State.RUNNING;
        Predicate<QueueItem> later = item -> item.availableAtMicros() > clock;
        Predicate<QueueItem> over =
                item -> item.leaseUntilMicros() != Micros.UNKNOWN && item.leaseUntilMicros() <= clock;
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("queue", queue);
        json.put("depth", open.size());
        Map<String, Object> byState = new LinkedHashMap<>();
        byState.put("waiting", count(items, waits.and(later.negate())));
        byState.put("delayed", count(items, waits.and(later)));
        byState.put("running", count(items, runs.and(over.negate())));
        byState.put("stalled", count(items, runs.and(over)));
        json.put("byState", byState);
        json.put("dead", count(items, item -> item.state() == State.DEAD));
        json.put(
                "oldestAgeSeconds",
                open.stream()
                        .mapToLong(QueueItem::enqueuedAtMicros)
                        .filter(enqueued -> enqueued <= clock)
                        .mapToObj(enqueued -> rounded((clock - enqueued) / SECOND))
                        .max(Comparator.naturalOrder())
                        .orElse(null));
        Map<String, double[]> rates = new LinkedHashMap<>();
        rates.put("enqueued", rates(items, QueueItem::enqueuedAtMicros, clock));
        rates.put("done", rates(which(items, State.DONE), QueueItem::finishedAtMicros, clock));
        rates.put(
                "retried",
                rates(
                        items.stream()
                                .filter(waits)
                                .filter(item -> item.attempts() > 0)
                                .toList(),
                        QueueItem::startedAtMicros,
                        clock));
        rates.put("dead", rates(which(items, State.DEAD), QueueItem::finishedAtMicros, clock));
        Map<String, Object> rounded = new LinkedHashMap<>();
        rates.forEach((name, rate) -> {
            Map<String, Object> minutes = new LinkedHashMap<>();
            minutes.put("1m", rounded(rate[0]));
            minutes.put("5m", rounded(rate[1]));
            minutes.put("15m", rounded(rate[2]));
            rounded.put(name, minutes);
        });
        json.put("rates", rounded);
        json.put("truncated", false);
        json.put("groups", shares(open, "group", QueueItem::group));
        json.put("priorities", shares(open, "priority", QueueItem::priority));
        double shrinks = rates.get("done")[1] + rates.get("dead")[1] - rates.get("enqueued")[1];
        json.put(
                "drainSeconds",
                open.isEmpty() ? (Double) 0.0 : shrinks <= 0 ? null : (Double) rounded(open.size() / shrinks * 60));
        return JSON.writeValueAsString(json);
    }

    private static List<QueueItem> which(List<QueueItem> items, State state) {
        return items.stream().filter(item -> item.state() == state).toList();
    }

    private static long count(List<QueueItem> items, Predicate<QueueItem> which) {
        return items.stream().filter(which).count();
    }

    /** By the whole seconds of both clock and rows. */
    private static double[] rates(List<QueueItem> items, ToLongFunction<QueueItem> at, long clock) {
        double[] perMinute = new double[3];
        int[] minutes = {1, 5, 15};
        for (int i = 0; i < minutes.length; i++) {
            int window = minutes[i];
            perMinute[i] = items.stream()
                            .mapToLong(at)
                            .filter(micros -> micros != Micros.UNKNOWN)
                            .map(micros -> clock / 1_000_000 - micros / 1_000_000)
                            .filter(seconds -> seconds >= 0 && seconds < window * 60L)
                            .count()
                    / (double) window;
        }
        return perMinute;
    }

    private static <K> List<Object> shares(
            List<QueueItem> open, String name, java.util.function.Function<QueueItem, K> by) {
        Map<K, Long> sums = new TreeMap<>();
        open.forEach(item -> sums.merge(by.apply(item), 1L, Long::sum));
        List<Object> list = new ArrayList<>();
        sums.forEach((key, depth) -> {
            Map<String, Object> share = new LinkedHashMap<>();
            share.put(name, key);
            share.put("depth", depth);
            list.add(share);
        });
        return list;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
