package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.CommittedLog.Entry;
import dev.maitred.ingest.Crash.Boundary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever a source does, ingest may end between any two records of it: the log that two lives write is the log that one would have
 * written, record by record.
 */
@Tag("prove")
class BoundariesIT {

    private static final int SAMPLE = 12;
    private static final int MOST_TRIALS = 1_000;

    private final long seed = Proof.seed();

    @Test
    @Timeout(3 * 3600)
    void an_ingest_that_ends_between_any_two_records_of_the_stream_loses_none_and_doubles_none() throws Exception {
        long begun = System.nanoTime();
        try (Replay replay = new Replay(Proof.isWhole() ? MOST_TRIALS : SAMPLE + 1);
                CommittedLog log = new CommittedLog()) {
            MixedScript.run(replay.source().database);
            Lsn end = replay.source().lsn();
            Map<String, String> truth = Truth.of(replay.source());

            Crash never = new Crash(null, () -> {});
            List<Entry> uninterrupted = trial(replay, replay.next(), never, log, end);
            assertThat(Truth.told(Difference.latest(uninterrupted))).isEqualTo(truth);
            assertThat(Difference.olderAfterNewer(uninterrupted)).isEmpty();

            List<Boundary> tried = Proof.sample(never.seen(), SAMPLE, seed);
            List<String> wrong = new ArrayList<>();
            int lost = 0;
            int doubled = 0;
            int olderAfterNewer = 0;
            for (Boundary boundary : tried) {
                IngestSettings settings = replay.next();
                Crash crash = new Crash(boundary, () -> replay.cutOff(settings));
                List<Entry> found = trial(replay, settings, crash, log, end);
                Difference difference = Difference.of(uninterrupted, found);
                if (!crash.happened()) {
                    wrong.add(boundary + ": never came by");
                } else if (!difference.isNone()) {
                    wrong.add(boundary + ": " + difference);
                }
                lost += difference.lost().size();
                doubled += difference.doubled().size();
                olderAfterNewer += difference.olderAfterNewer().size();
            }
            Proof.figures(
                    "boundaries",
                    tried.size(),
                    lost,
                    doubled,
                    olderAfterNewer,
                    "of " + never.seen().size() + " in the stream, " + uninterrupted.size()
                            + " records in the log, seed " + seed + ", " + (System.nanoTime() - begun) / 1_000_000_000
                            + " s");
            assertThat(wrong).as("seed %d", seed).isEmpty();
        }
    }

    private static List<Entry> trial(Replay replay, IngestSettings settings, Crash crash, CommittedLog log, Lsn end)
            throws Exception {
        try (Ingest ingest = new Ingest(settings, crash.seams())) {
            ingest.start();
            return log.through(settings.source(), end);
        } catch (AssertionError e) {
            throw new AssertionError("With a crash at " + crash.at(), e);
        } finally {
            log.forget(settings.source());
            replay.over(settings);
        }
    }
}
