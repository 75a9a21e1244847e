package dev.maitred.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.streams.ExpectedBoards;
import dev.maitred.streams.LogEntry;
import dev.maitred.streams.RandomNights;
import dev.maitred.streams.SourceLog.Truth;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.fold.SourceProgress;
import dev.maitred.streams.topology.BoardsSeen.Closed;
import dev.maitred.streams.venue.BoardKeys;
import dev.maitred.streams.venue.VenueFold;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random logs of venues, folded whole, in parts, again, and after crashes: the boards are always those of the rows. */
@Tag("prove")
final class BoardsPropertyTest {

    /** To look into a failure: set the seed that it printed here, and the number of seeds to 1. */
    private static final long FIRST_SEED = 1;

    private static final int SEEDS = Seeds.count(100);
    private static final int STEPS = 40;
    private static final int CRASHES_PER_SEED = 4;

    /** One uninterrupted run. */
    private record Run(
            FoldInstance instance, Map<String, Map<String, String>> boardsByClose, List<Integer> changelogLengths) {}

    private interface Property {
        void holds(List<LogEntry> log, Random random);
    }

    private static void forAll(Property property) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDS; seed++) {
            try {
                property.holds(RandomNights.partition(seed, STEPS), new Random(seed));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("With seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static String close(String source, int incarnation, Lsn lsn) {
        return source + " " + incarnation + ":" + lsn;
    }

    private static String close(Truth truth) {
        return close(truth.source(), truth.incarnation(), truth.lsn());
    }

    private static String close(Closed closed) {
        return close(
                closed.source(),
                closed.watermark().incarnation(),
                closed.watermark().lsn());
    }

    private static FoldInstance fresh(List<KeyValue<Bytes, byte[]>> restored) {
        return new FoldInstance(VenueFold::new, ReplayGate.OPEN, restored);
    }

    /** Folds all of it once and checks every board at every close against the rows. */
    private static Run uninterrupted(List<LogEntry> log) {
        FoldInstance instance = fresh(List.of());
        BoardsSeen seen = new BoardsSeen();
        Map<String, Map<String, String>> boardsByClose = new LinkedHashMap<>();
        List<Integer> lengths = new ArrayList<>();
        for (int offset = 0; offset < log.size(); offset++) {
            LogEntry entry = log.get(offset);
            Closed closed = null;
            for (Record<String, byte[]> each : instance.process(entry.record(), offset)) {
                assertThat(closed).as("nothing follows the watermark").isNull();
                closed = seen.read(each);
            }
            lengths.add(instance.changelog().size());
            Truth truth = entry.closes();
            assertThat(closed == null)
                    .as("told exactly when something closes and is known, at " + offset)
                    .isEqualTo(truth == null || !truth.known());
            if (truth == null || closed == null) {
                continue;
            }
            assertThat(close(closed)).isEqualTo(close(truth));
            assertThat(closed.watermark().clockMicros()).isEqualTo(truth.clockMicros());
            Map<String, String> boards = seen.of(truth.source());
            assertThat(BoardsSeen.withoutVersion(boards))
                    .as("at " + close(truth) + ", offset " + offset)
                    .isEqualTo(ExpectedBoards.of(truth));
            boardsByClose.put(close(truth), boards);
        }
        return new Run(instance, boardsByClose, lengths);
    }

    @Test
    void boards_at_every_close_are_those_counted_anew_from_the_rows() {
        forAll((log, random) -> uninterrupted(log));
    }

    @Test
    void a_version_is_never_given_to_two_different_boards() {
        forAll((log, random) -> {
            Map<String, String> byVersion = new HashMap<>();
            uninterrupted(log)
                    .boardsByClose()
                    .values()
                    .forEach(boards -> boards.forEach((key, board) -> {
                        String before = byVersion.putIfAbsent(key + BoardsSeen.version(board), board);
                        if (!key.endsWith("/")) {
                            assertThat(before == null ? board : before).as(key).isEqualTo(board);
                        }
                    }));
        });
    }

    @Test
    void counts_add_up_after_every_single_change() {
        forAll((log, random) -> {
            FoldInstance instance = fresh(List.of());
            for (int offset = 0; offset < log.size(); offset++) {
                instance.process(log.get(offset).record(), offset);
                instance.fold(fold -> {
                    for (String venue : List.of("a:1", "a:2", "b:1", "b:2")) {
                        for (String slot : List.of("1", "2", "3", "9")) {
                            var board = ((VenueFold) fold).board(venue, slot);
                            if (board != null) {
                                assertThat(board.counts().addUp()).isTrue();
                                assertThat(board.sections().values()).allMatch(counts -> counts.addUp());
                            }
                        }
                    }
                    return fold;
                });
            }
        });
    }

    @Test
    void rows_restored_in_any_order_are_the_state_that_was() {
        forAll((log, random) -> {
            Run run = uninterrupted(log);
            for (int trial = 0; trial < CRASHES_PER_SEED; trial++) {
                int offset = random.nextInt(log.size());
                List<KeyValue<Bytes, byte[]>> rows = compacted(run.instance()
                        .changelog()
                        .subList(0, run.changelogLengths().get(offset)));
                Collections.shuffle(rows, random);
                FoldInstance rebuilt = fresh(rows);
                for (String source : List.of("a", "b")) {
                    Truth last = lastClose(log, offset, source);
                    boolean closed = last != null && log.get(offset).closes() == last;
                    if (closed && last.known()) {
                        SourceProgress progress = rebuilt.fold(fold -> fold.progress(source));
                        assertThat(progress.isOpen()).isFalse();
                        assertThat(progress.clockMicros()).isEqualTo(last.clockMicros());
                        assertThat(told(rebuilt, source))
                                .as("rebuilt at offset " + offset)
                                .isEqualTo(run.boardsByClose().get(close(last)));
                    }
                }
            }
        });
    }

    private static @Nullable Truth lastClose(List<LogEntry> log, int offset, String source) {
        for (int i = offset; i >= 0; i--) {
            Truth truth = log.get(i).closes();
            if (truth != null && truth.source().equals(source)) {
                return truth;
            }
        }
        return null;
    }

    private static Map<String, String> told(FoldInstance instance, String source) {
        Map<String, String> told = new TreeMap<>();
        instance.fold(fold -> {
            fold.touchAll();
            fold.publish(source).forEach(each -> {
                if (each.value() != null) {
                    told.put(each.key(), new String(each.value(), StandardCharsets.UTF_8));
                }
            });
            return fold;
        });
        return told;
    }

    private static List<KeyValue<Bytes, byte[]>> compacted(List<KeyValue<Bytes, byte[]>> changelog) {
        Map<Bytes, byte[]> last = new LinkedHashMap<>();
        changelog.forEach(row -> {
            last.remove(row.key);
            last.put(row.key, row.value);
        });
        List<KeyValue<Bytes, byte[]>> rows = new ArrayList<>();
        last.forEach((key, value) -> rows.add(KeyValue.pair(key, value)));
        return rows;
    }

    @Test
    void duplicates_and_stale_changes_change_nothing() {
        forAll((log, random) -> {
            FoldInstance instance = fresh(List.of());
            for (int offset = 0; offset < log.size(); offset++) {
                instance.process(log.get(offset).record(), offset);
            }
            Map<String, byte[]> before = rows(instance);
            Map<String, String> a = told(instance, "a");
            Map<String, String> b = told(instance, "b");
            for (int i = 0; i < log.size(); i++) {
                // Any order: each alone is old.
                instance.process(log.get(random.nextInt(log.size())).record(), i);
            }
            rows(instance).forEach((key, row) -> assertThat(row).as(key).isEqualTo(before.get(key)));
            assertThat(told(instance, "a")).isEqualTo(a);
            assertThat(told(instance, "b")).isEqualTo(b);
        });
    }

    private static Map<String, byte[]> rows(FoldInstance instance) {
        Map<String, byte[]> rows = new TreeMap<>();
        for (KeyValue<Bytes, byte[]> row : instance.changelog()) {
            String key = new String(row.key.get(), StandardCharsets.UTF_8);
            FoldedRow folded = instance.fold((Fold fold) -> fold.row(key));
            rows.put(key, folded.bytes());
        }
        return rows;
    }

    /**
     * A task that is killed again and again. What its producer had sent when it died is cut off anywhere, in each topic on its own; what
     * was there at its last commit is there for certain.
     */
    @Test
    void after_crashes_at_any_record_what_is_published_is_what_an_uninterrupted_run_says() {
        forAll((log, random) -> {
            Run run = uninterrupted(log);
            Crashes crashes = new Crashes(log, run.boardsByClose(), random);
            for (int crash = 0; crash < CRASHES_PER_SEED; crash++) {
                crashes.runAndDie();
            }
            crashes.runToTheEnd();
        });
    }

    private static final class Crashes {
        private final List<LogEntry> log;
        private final Map<String, Map<String, String>> boardsByClose;
        private final Random random;
        private final BoardsSeen seen = new BoardsSeen();
        /** The newest close of which anything was read, as its place among all; by source. */
        private final Map<String, Integer> newest = new HashMap<>();

        private final List<String> closesInOrder;
        private List<KeyValue<Bytes, byte[]>> changelog = new ArrayList<>();
        private int committedOffset;

        Crashes(List<LogEntry> log, Map<String, Map<String, String>> boardsByClose, Random random) {
            this.log = log;
            this.boardsByClose = boardsByClose;
            this.random = random;
            this.closesInOrder = List.copyOf(boardsByClose.keySet());
        }

        void runAndDie() {
            run(committedOffset + random.nextInt(log.size() - committedOffset + 1), true);
        }

        void runToTheEnd() {
            run(log.size(), false);
            for (String source : List.of("a", "b")) {
                Truth last = lastClose(log, log.size() - 1, source);
                if (last != null) {
                    assertThat(seen.of(source)).isEqualTo(boardsByClose.get(close(last)));
                }
            }
        }

        private void run(int end, boolean dies) {
            List<KeyValue<Bytes, byte[]>> restored = compacted(changelog);
            if (random.nextBoolean()) {
                Collections.shuffle(restored, random);
            }
            FoldInstance instance = fresh(restored);
            seen.successor();
            List<Record<String, byte[]>> sent = new ArrayList<>();
            int flushedChangelog = 0;
            int flushedSent = 0;
            for (int offset = committedOffset; offset < end; offset++) {
                sent.addAll(instance.process(log.get(offset).record(), offset));
                if (random.nextInt(8) == 0) {
                    committedOffset = offset + 1;
                    flushedChangelog = instance.changelog().size();
                    flushedSent = sent.size();
                }
            }
            int reachedChangelog = dies
                    ? between(flushedChangelog, instance.changelog().size())
                    : instance.changelog().size();
            int reachedSent = dies ? between(flushedSent, sent.size()) : sent.size();
            changelog.addAll(instance.changelog().subList(0, reachedChangelog));
            sent.subList(0, reachedSent).forEach(this::read);
            if (reachedSent > 0
                    && !BoardKeys.isWatermark(sent.get(reachedSent - 1).key())) {
                // Boards without the watermark that follows them: readers may be ahead of what they know.
                sent.subList(reachedSent, sent.size()).stream()
                        .filter(each -> BoardKeys.isWatermark(each.key()))
                        .findFirst()
                        .map(each -> new BoardsSeen().read(each))
                        .ifPresent(closed ->
                                newest.merge(closed.source(), closesInOrder.indexOf(close(closed)), Math::max));
            }
        }

        private int between(int from, int to) {
            return from + random.nextInt(to - from + 1);
        }

        private void read(Record<String, byte[]> record) {
            Closed closed = seen.read(record);
            if (closed == null) {
                return;
            }
            Map<String, String> truth = boardsByClose.get(close(closed));
            assertThat(truth).as("a close that is none: " + close(closed)).isNotNull();
            closed.told()
                    .forEach((key, board) -> assertThat(board)
                            .as(key + " told at " + close(closed))
                            .isEqualTo(truth.get(key)));
            int place = closesInOrder.indexOf(close(closed));
            if (place >= newest.getOrDefault(closed.source(), 0)) {
                newest.put(closed.source(), place);
                assertThat(seen.of(closed.source()))
                        .as("all boards at " + close(closed))
                        .isEqualTo(truth);
            }
        }
    }
}
