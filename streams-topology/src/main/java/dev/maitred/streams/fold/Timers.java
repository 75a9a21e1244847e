package dev.maitred.streams.fold;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * What is due at which instant of the source's clock. One entry a row: a new one takes the place of the old. Driven by watermarks
 * alone, so that every replay fires alike.
 */
public final class Timers {

    private record Timer(long atMicros, String row) {}

    private final TreeSet<Timer> byTime =
            new TreeSet<>(Comparator.comparingLong(Timer::atMicros).thenComparing(Timer::row));
    private final Map<String, Timer> byRow = new HashMap<>();

    public void set(String row, long atMicros) {
        cancel(row);
        Timer timer = new Timer(atMicros, row);
        byRow.put(row, timer);
        byTime.add(timer);
    }

    public void cancel(String row) {
        Timer timer = byRow.remove(row);
        if (timer != null) {
            byTime.remove(timer);
        }
    }

    /** Takes out everything due at this instant or before, the earliest first. */
    public void fire(long clockMicros, Consumer<String> due) {
        while (!byTime.isEmpty() && byTime.first().atMicros() <= clockMicros) {
            Timer timer = byTime.first();
            cancel(timer.row());
            due.accept(timer.row());
        }
    }

    public int size() {
        return byRow.size();
    }
}
