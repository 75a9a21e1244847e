package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.CommittedLog.Entry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ingest as a process, under an application that writes: killed at any moment, and paused until another has taken over. */
@Tag("prove")
@Timeout(1800)
class KilledProcessIT {

    private static final int KILLS = Proof.isWhole() ? 12 : 2;
    private static final Path OUTPUT = Path.of("target", "proof", "ingest-process.txt");

    /** From its start: it may not have begun to stream yet, or it has for a while. */
    private static final int LATEST_KILL_MS = 10_000;

    private final long seed = Proof.seed();

    @Test
    void a_process_that_is_killed_at_any_moment_leaves_a_log_that_goes_on_without_loss_or_double() throws Exception {
        Random random = new Random(seed);
        List<Long> moments = new ArrayList<>();
        try (Replay replay = new Replay(2);
                CommittedLog log = new CommittedLog()) {
            IngestSettings settings = replay.next();
            Writing writing = new Writing(replay.source(), seed);
            for (int kill = 0; kill < KILLS; kill++) {
                try (IngestProcess process = IngestProcess.start(settings, OUTPUT)) {
                    long millis = 500 + random.nextInt(LATEST_KILL_MS);
                    moments.add(millis);
                    LockSupport.parkNanos(millis * 1_000_000);
                    process.kill();
                }
            }
            writing.close();
            try (IngestProcess last = IngestProcess.start(settings, OUTPUT)) {
                List<Entry> found =
                        log.through(settings.source(), replay.source().lsn());
                last.kill();
                compare("kill -9", KILLS, replay, log, found, "after ms " + moments);
            }
            replay.over(settings);
        }
    }

    @Test
    void a_process_that_is_paused_until_another_has_taken_over_writes_nothing_more_when_it_wakes() throws Exception {
        try (Replay replay = new Replay(2);
                CommittedLog log = new CommittedLog()) {
            Source source = replay.source();
            // How long PostgreSQL waits for a reader that stands still; 60 s if nobody says otherwise.
            source.sql("ALTER ROLE " + source.settings.database().user() + " SET wal_sender_timeout = '5s'");
            IngestSettings settings = replay.next();
            try (Writing writing = new Writing(source, seed);
                    IngestProcess paused = IngestProcess.start(settings, OUTPUT)) {
                log.through(settings.source(), source.lsn());
                paused.pause();
                Lsn atPause = source.lsn();
                long begun = System.nanoTime();
                try (IngestProcess other = IngestProcess.start(settings, OUTPUT)) {
                    log.through(settings.source(), atPause);
                    long takenOverMillis = (System.nanoTime() - begun) / 1_000_000;
                    Lsn atWaking = source.lsn();
                    paused.wake();
                    log.through(settings.source(), atWaking);
                    // Both are there, and one of them goes on: what one writes, the other is fenced from.
                    for (int i = 0; i < 5; i++) {
                        Lsn now = source.lsn();
                        log.through(settings.source(), now);
                        await().during(Duration.ofSeconds(1)).until(() -> true);
                    }
                    paused.kill();
                    long killed = System.nanoTime();
                    writing.close();
                    List<Entry> found = log.through(settings.source(), source.lsn());
                    long afterKillMillis = (System.nanoTime() - killed) / 1_000_000;
                    other.kill();
                    compare(
                            "paused and woken",
                            1,
                            replay,
                            log,
                            found,
                            "taken over after " + takenOverMillis
                                    + " ms with wal_sender_timeout 5 s (JVM start included), " + "caught up "
                                    + afterKillMillis + " ms after the other's kill -9");
                }
            }
            replay.over(settings);
        }
    }

    private void compare(String what, int tried, Replay replay, CommittedLog log, List<Entry> found, String remark)
            throws Exception {
        IngestSettings settings = replay.next();
        try (Ingest uninterrupted = new Ingest(settings)) {
            uninterrupted.start();
            List<Entry> expected =
                    log.through(settings.source(), replay.source().lsn());
            Difference difference = Difference.of(expected, found);
            Proof.figures(
                    what,
                    tried,
                    difference.lost().size(),
                    difference.doubled().size(),
                    difference.olderAfterNewer().size(),
                    "of " + expected.size() + " records in the log, seed " + seed + ", " + remark);
            assertThat(Truth.told(Difference.latest(found))).isEqualTo(Truth.of(replay.source()));
            assertThat(difference.isNone())
                    .as("%s, seed %d: %s", what, seed, difference)
                    .isTrue();
        } finally {
            replay.over(settings);
        }
    }
}
