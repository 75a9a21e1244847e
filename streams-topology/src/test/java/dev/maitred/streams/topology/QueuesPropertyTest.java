package dev.maitred.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.streams.ExpectedQueues;
import dev.maitred.streams.LogEntry;
import dev.maitred.streams.RandomQueues;
import dev.maitred.streams.SourceLog.Truth;
import dev.maitred.streams.queue.QueueFold;
import dev.maitred.streams.venue.BoardKeys;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random logs of queues, folded whole and after crashes. */
@Tag("prove")
final class QueuesPropertyTest {

    private static final int SEEDS = Seeds.count(150);
    private static final int STEPS = 50;

    @Test
    void queues_told_are_those_counted_anew_from_the_items_also_after_crashes() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                List<LogEntry> log = RandomQueues.partition(seed, STEPS);
                Random random = new Random(seed);
                List<KeyValue<Bytes, byte[]>> changelog = new ArrayList<>();
                int from = 0;
                for (int crash = 0; crash < 3; crash++) {
                    int to = from + random.nextInt(log.size() - from + 1);
                    FoldInstance dying = new FoldInstance(QueueFold::new, ReplayGate.OPEN, changelog);
                    run(dying, log, from, to);
                    changelog.addAll(dying.changelog());
                    from = from + random.nextInt(to - from + 1);
                }
                List<KeyValue<Bytes, byte[]>> rows = rows(changelog);
                Collections.shuffle(rows, random);
                Set<String> told = run(new FoldInstance(QueueFold::new, ReplayGate.OPEN, rows), log, from, log.size());
                if (from < log.size()) {
                    log.getLast()
                            .closes()
                            .rows()
                            .keySet()
                            .forEach(key -> assertThat(told).contains(key.owner()));
                }
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("With seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static List<KeyValue<Bytes, byte[]>> rows(List<KeyValue<Bytes, byte[]>> changelog) {
        Map<Bytes, byte[]> last = new HashMap<>();
        changelog.forEach(row -> last.put(row.key, row.value));
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
        last.forEach((key, value) -> rows.add(KeyValue.pair(key, value)));
        return rows;
    }

    /** @return what is told at the last record: all queues, since it comes two seconds after what is before it */
    private static Set<String> run(FoldInstance instance, List<LogEntry> log, int from, int to) {
        Map<String, Truth> truths = new HashMap<>();
        log.forEach(entry -> {
            if (entry.closes() != null) {
                truths.put(entry.closes().lsn().toString(), entry.closes());
            }
        });
        Map<String, String> told = new HashMap<>();
        Set<String> toldLast = new HashSet<>();
        for (int offset = from; offset < to; offset++) {
            toldLast.clear();
            for (Record<String, byte[]> each : instance.process(log.get(offset).record(), offset)) {
                if (!BoardKeys.isWatermark(each.key())) {
                    toldLast.add(each.key());
                    told.put(each.key(), new String(each.value(), StandardCharsets.UTF_8));
                    continue;
                }
                Truth truth = truths.get(
                        PublishedHeaders.watermark(each.value()).lsn().toString());
                told.forEach((queue, board) -> assertThat(board).isEqualTo(ExpectedQueues.of(truth, queue)));
                told.clear();
            }
        }
        return toldLast;
    }
}
