package dev.maitred.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.ingest.CommittedLog.Entry;
import dev.maitred.ingest.Crash.Boundary;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A snapshot that ends in its middle begins anew, on tables that have changed meanwhile, over a log that an earlier one filled. */
@Tag("prove")
class SnapshotBoundariesIT {

    private static final int SAMPLE = 3;
    private final long seed = Proof.seed();

    @Test
    @Timeout(3600)
    void a_snapshot_that_ends_between_any_two_rows_leaves_nothing_out_and_no_row_that_is_gone() throws Exception {
        long begun = System.nanoTime();
        try (CommittedLog log = new CommittedLog()) {
            Crash never = new Crash(null, () -> {});
            List<String> wrong = new ArrayList<>();
            int[] counts = trial(never, newSource(), log, wrong);
            List<Boundary> tried = Proof.sample(Boundary.worthTrying(never.seen()), SAMPLE, seed);
            for (Boundary boundary : tried) {
                Source source = newSource();
                Crash crash = new Crash(boundary, () -> meanwhile(source));
                int[] found = trial(crash, source, log, wrong);
                for (int i = 0; i < counts.length; i++) {
                    counts[i] += found[i];
                }
                if (!crash.happened()) {
                    wrong.add(boundary + ": never came by");
                }
            }
            Proof.figures(
                    "snapshot boundaries",
                    tried.size(),
                    counts[0],
                    counts[1],
                    counts[2],
                    "of " + never.seen().size() + " in the snapshot, seed " + seed + ", "
                            + (System.nanoTime() - begun) / 1_000_000_000 + " s");
            assertThat(wrong).as("seed %d", seed).isEmpty();
        }
    }

    private static Source newSource() throws SQLException {
        Source source = new Source();
        source.sql(
                "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null), (2, 'Red', 'Europe/Lisbon', null)",
                "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z'),"
                        + " (20, 2, '2026-11-20 22:00Z', '2026-11-21 06:00Z')",
                "INSERT INTO bookings SELECT id, 10, id, 'BOOKED', 'Ann', null FROM generate_series(1, 1300) id");
        return source;
    }

    /** What the application does while nobody reads. */
    private static void meanwhile(Source source) {
        try {
            source.sql(
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = '"
                            + source.settings.replicationSlot() + "' AND active_pid IS NOT NULL",
                    "DELETE FROM bookings WHERE id IN (3, 700)",
                    "UPDATE bookings SET night_id = 20 WHERE id IN (4, 701)",
                    "INSERT INTO bookings VALUES (9001, 20, 1, 'BOOKED', 'Bob', null)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return rows lost, rows that stand though they are gone, and older after newer */
    private static int[] trial(Crash crash, Source source, CommittedLog log, List<String> wrong) throws Exception {
        try (Ingest first = new Ingest(source.settings)) {
            first.start();
            log.through(source.name, source.lsn());
        }
        source.sql(
                "SELECT pg_drop_replication_slot('" + source.settings.replicationSlot() + "')",
                "DELETE FROM bookings WHERE id BETWEEN 100 AND 110 OR id > 1200",
                "UPDATE bookings SET night_id = 20 WHERE id BETWEEN 111 AND 115");
        List<Entry> entries;
        try (Ingest second = new Ingest(source.settings, crash.seams())) {
            second.start();
            log.through(source.name, source.lsn());
            // What was done meanwhile comes too.
            entries = log.through(source.name, source.lsn());
        } catch (AssertionError e) {
            throw new AssertionError("With a crash at " + crash.at(), e);
        }
        log.forget(source.name);
        source.sql("SELECT pg_drop_replication_slot('" + source.settings.replicationSlot() + "')");
        Map<String, String> told = Truth.told(Difference.latest(entries));
        Map<String, String> truth = Truth.of(source);
        TreeSet<String> lost = new TreeSet<>(truth.keySet());
        lost.removeAll(told.keySet());
        TreeSet<String> ghosts = new TreeSet<>(told.keySet());
        ghosts.removeAll(truth.keySet());
        int older = Difference.olderAfterNewer(entries).size();
        if (!told.equals(truth) || older > 0) {
            wrong.add("lost " + lost + ", standing though gone " + ghosts + ", older after newer " + older + ", crash "
                    + crash.at());
        }
        return new int[] {lost.size(), ghosts.size(), older};
    }
}
