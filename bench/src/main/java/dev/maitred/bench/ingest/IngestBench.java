package dev.maitred.bench.ingest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How fast ingest catches up, beside Kafka Connect and the least that can read the same; and what it takes of the machine. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Rows a second of catch-up beside Kafka Connect with the same connector (default and tuned) and a bare replication"
                    + " stream into a producer; memory, processor time at rest, commit to Kafka.",
            "With the defaults half an hour. It ends with 1 when a goal is missed."
        })
public final class IngestBench implements Callable<Integer> {

    /** What is measured. */
    enum Part {
        transaction,
        transactions,
        idle,
        freshness,
        snapshot
    }

    private static final int WARM_UP_ROWS = 200_000;
    private static final int WARM_UP_TRANSACTIONS = 20_000;
    private static final Duration SETTLING = Duration.ofSeconds(3);

    @Option(names = "--rows", description = "of the one transaction (default: ${DEFAULT-VALUE})")
    private int rows = 1_000_000;

    @Option(names = "--transactions", description = "of one row each (default: ${DEFAULT-VALUE})")
    private int transactions = 200_000;

    @Option(names = "--snapshot-rows", description = "(default: ${DEFAULT-VALUE})")
    private int snapshotRows = 2_000_000;

    @Option(names = "--rounds", description = "of each, after one to warm up (default: ${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--idle-seconds", description = "without a write (default: ${DEFAULT-VALUE})")
    private int idleSeconds = 20;

    @Option(names = "--rate", description = "commits a second (default: ${DEFAULT-VALUE})")
    private int rate = 1_000;

    @Option(names = "--seconds", description = "of commits, after as many to warm up (default: ${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(names = "--parts", split = ",", description = "of ${COMPLETION-CANDIDATES} (default: all)")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--no-default",
            description = "leaves out Kafka Connect with its defaults, which takes two thirds of the time")
    private boolean withoutDefault;

    @Option(names = "--patience", description = "minutes that one catch-up may take (default: ${DEFAULT-VALUE})")
    private int patienceMinutes = 15;

    @Option(
            names = "--profile",
            description = "a file for a flight recording of ingest in the last round of the transaction")
    private @Nullable Path profile;

    private final PrintStream out = System.out;
    private final List<String> goals = new ArrayList<>();
    private boolean missed;

    /** Every comparison that was made, for whoever asks by code. */
    private final List<Comparison> comparisons = new ArrayList<>();

    List<Comparison> comparisons() {
        return comparisons;
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        try (Contest contest =
                new Contest(out, Math.max(rows, transactions), Duration.ofMinutes(patienceMinutes), !withoutDefault)) {
            if (parts.contains(Part.transaction)) {
                transaction(contest);
            }
            if (parts.contains(Part.transactions)) {
                transactions(contest);
            }
            if (parts.contains(Part.idle) || parts.contains(Part.freshness)) {
                alone(contest);
            }
            if (parts.contains(Part.snapshot)) {
                snapshot(contest);
            }
        }
        out.println("\nGoals:");
        goals.forEach(each -> out.println("  " + each));
        return missed ? 1 : 0;
    }

    private void transaction(Contest contest) throws IOException, SQLException, InterruptedException {
        Comparison comparison = comparison("One UPDATE in one transaction", rows);
        Footprint footprint = new Footprint(contest.own());
        int warm = Math.min(rows, WARM_UP_ROWS);
        contest.step("warm-up: one transaction of %,d rows", warm);
        contest.followRound(0, warm, bookings -> bookings.updateAtOnce(warm), Optional.empty(), footprint);
        for (int round = 1; round <= rounds; round++) {
            contest.step("one transaction of %,d rows, round %d of %d", rows, round, rounds);
            boolean profiled = profile != null && round == rounds;
            if (profiled) {
                contest.own().jvm().ask("profile");
            }
            contest.followRound(
                    round, rows, bookings -> bookings.updateAtOnce(rows), Optional.of(comparison), footprint);
            if (profiled) {
                contest.own()
                        .jvm()
                        .ask("profiled "
                                + java.util.Objects.requireNonNull(profile).toAbsolutePath());
            }
        }
        print(comparison, footprint);
        atLeast(
                "one transaction beside Connect tuned",
                comparison.ratio(Contest.OWN, Contest.CONNECT_TUNED),
                3,
                "times");
        atLeast("one transaction beside the bare stream", comparison.ratio(Contest.OWN, Contest.BARE), 0.5, "times");
    }

    private void transactions(Contest contest) throws IOException, SQLException, InterruptedException {
        Comparison comparison = comparison("Transactions of one row", transactions);
        Footprint footprint = new Footprint(contest.own());
        int warm = Math.min(transactions, WARM_UP_TRANSACTIONS);
        contest.step("warm-up: %,d transactions of one row", warm);
        contest.followRound(0, warm, bookings -> bookings.updateOneByOne(warm), Optional.empty(), footprint);
        for (int round = 1; round <= rounds; round++) {
            contest.step("%,d transactions of one row, round %d of %d", transactions, round, rounds);
            contest.followRound(
                    round,
                    transactions,
                    bookings -> bookings.updateOneByOne(transactions),
                    Optional.of(comparison),
                    footprint);
        }
        print(comparison, footprint);
        atLeast(
                "transactions of one row beside Connect tuned",
                comparison.ratio(Contest.OWN, Contest.CONNECT_TUNED),
                3,
                "times");
        atLeast(
                "transactions of one row beside the bare stream",
                comparison.ratio(Contest.OWN, Contest.BARE),
                0.8,
                "times");
    }

    private void snapshot(Contest contest) throws IOException, SQLException, InterruptedException {
        Comparison comparison = comparison("A snapshot", snapshotRows);
        Footprint footprint = new Footprint(contest.own());
        int warm = Math.min(snapshotRows, WARM_UP_ROWS);
        Bookings few = contest.another("bench_few", warm);
        contest.step("warm-up: a snapshot of %,d rows", warm);
        contest.snapshotRound(0, few, warm, "few", Optional.empty(), footprint);
        Bookings many = contest.another("bench_many", snapshotRows);
        for (int round = 1; round <= rounds; round++) {
            contest.step("a snapshot of %,d rows, round %d of %d", snapshotRows, round, rounds);
            contest.snapshotRound(round, many, snapshotRows, "round" + round, Optional.of(comparison), footprint);
        }
        print(comparison, footprint);
        atLeast("a snapshot beside Connect tuned", comparison.ratio(Contest.OWN, Contest.CONNECT_TUNED), 3, "times");
        atLeast("a snapshot", comparison.rowsPerSecond(Contest.OWN), 150_000, "rows/s");
    }

    /** Ingest without the others. */
    private void alone(Contest contest) throws IOException, SQLException, InterruptedException {
        OwnIngest own = contest.own();
        own.follow();
        if (parts.contains(Part.freshness)) {
            contest.step("commit to Kafka: %,d commits/s for %d s, then again", rate, seconds);
            Freshness freshness = new Freshness(
                    contest.bookings(), own.following(), contest.bootstrap(), Math.max(rows, transactions) + 1);
            freshness.run(rate, seconds);
            Freshness.Measured measured = freshness.run(rate, seconds);
            double p99 = quantile(measured.millis(), 0.99);
            out.printf(
                    "%nCommit to Kafka, read committed, at %,d commits/s for %d s: p50 %.1f, p95 %.1f, p99 %.1f, max %.1f ms; not seen %d%n",
                    rate,
                    seconds,
                    quantile(measured.millis(), 0.5),
                    quantile(measured.millis(), 0.95),
                    p99,
                    quantile(measured.millis(), 1),
                    measured.unseen());
            below("commit to Kafka p99", p99, 15, "ms");
            if (measured.unseen() > 0) {
                throw new IllegalStateException("Commits that Kafka has not seen: " + measured.unseen());
            }
        }
        if (parts.contains(Part.idle)) {
            LockSupport.parkNanos(SETTLING.toNanos());
            contest.step("at rest for %d s", idleSeconds);
            long cpu = own.jvm().cpuNanos();
            long begun = System.nanoTime();
            LockSupport.parkNanos(Duration.ofSeconds(idleSeconds).toNanos());
            double percent = 100.0 * (own.jvm().cpuNanos() - cpu) / (System.nanoTime() - begun);
            out.printf("%nAt rest for %d s: maitred's process took %.1f %% of a core%n", idleSeconds, percent);
            below("at rest", percent, 10, "% of a core");
        }
        own.rest();
    }

    private Comparison comparison(String workload, long of) {
        Comparison comparison = new Comparison(workload, of);
        comparisons.add(comparison);
        return comparison;
    }

    private void print(Comparison comparison, Footprint footprint) throws IOException {
        comparison.print(out, Contest.OWN);
        footprint.print(out);
        out.println();
    }

    private void atLeast(String what, double found, double goal, String unit) {
        goal(what, found, found >= goal, "at least %,.1f %s".formatted(goal, unit));
    }

    private void below(String what, double found, double goal, String unit) {
        goal(what, found, found < goal, "below %,.1f %s".formatted(goal, unit));
    }

    private void goal(String what, double found, boolean isMet, String goal) {
        missed |= !isMet;
        goals.add("%-6s  %s: %,.2f, expected %s".formatted(isMet ? "met" : "MISSED", what, found, goal));
    }

    /** Nearest rank, of sorted values. */
    private static double quantile(List<Double> sorted, double quantile) {
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.min(sorted.size() - 1L, Math.round(Math.ceil(quantile * sorted.size())) - 1));
    }
}
