package dev.maitred.streams;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.QueueItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A queues' change log in which few items go through everything that can happen to them. */
public final class RandomQueues {

    private final Random random;
    private final List<LogEntry> entries = new ArrayList<>();
    private final SourceLog log = LogEntry.writing("q", entries);
    private long clockMicros = Night.NINE_PM;

    private RandomQueues(long seed) {
        random = new Random(seed);
    }

    public static List<LogEntry> partition(long seed, int steps) {
        RandomQueues queues = new RandomQueues(seed);
        queues.write(steps);
        return queues.entries;
    }

    private void write(int steps) {
        Map<ChangeKey, Change> before = new LinkedHashMap<>();
        for (int i = random.nextInt(20); i > 0; i--) {
            before.put(key(), item());
        }
        log.snapshot(before, false, random);
        for (int step = 0; step < steps; step++) {
            clockMicros += random.nextInt(5) == 0 ? Night.seconds(random.nextInt(400)) : 300_000L * random.nextInt(6);
            if (random.nextInt(10) < 7) {
                List<Map<ChangeKey, @Nullable Change>> rows = new ArrayList<>();
                for (int i = random.nextInt(3); i >= 0; i--) {
                    Map<ChangeKey, @Nullable Change> row = new LinkedHashMap<>();
                    row.put(key(), random.nextInt(6) == 0 ? null : item());
                    rows.add(row);
                }
                log.transaction(clockMicros, rows);
            } else {
                log.watermark(clockMicros);
            }
        }
        clockMicros += Night.seconds(2);
        log.watermark(clockMicros);
    }

    private ChangeKey key() {
        return new ChangeKey(
                random.nextBoolean() ? "q:outbox" : "q:jobs/mail", Entity.QUEUE_ITEM, "items", "" + random.nextInt(12));
    }

    private QueueItem item() {
        return new QueueItem(
                QueueItem.State.values()[random.nextInt(QueueItem.State.values().length)],
                random.nextBoolean() ? "mail" : "push",
                random.nextInt(3),
                near(1_000),
                random.nextInt(3) == 0 ? near(30) : Micros.UNKNOWN,
                random.nextInt(3) > 0 ? near(400) : Micros.UNKNOWN,
                random.nextInt(3) > 0 ? near(400) : Micros.UNKNOWN,
                random.nextInt(3) > 0 ? near(30) : Micros.UNKNOWN,
                random.nextInt(3),
                "");
    }

    /** Mostly past, sometimes yet to come. */
    private long near(int seconds) {
        return clockMicros + Night.seconds(random.nextInt(seconds) - seconds * 3L / 4);
    }
}
