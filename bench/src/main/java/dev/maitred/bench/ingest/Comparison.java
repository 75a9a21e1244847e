package dev.maitred.bench.ingest;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What every contender did with the same rows, round by round. A ratio is the median of the rounds' own ratios. */
final class Comparison {

    private final String workload;
    private final long rows;
    private final Map<String, List<CatchUp.Measured>> rounds = new LinkedHashMap<>();

    Comparison(String workload, long rows) {
        this.workload = workload;
        this.rows = rows;
    }

    long rows() {
        return rows;
    }

    void add(String contender, CatchUp.Measured measured) {
        rounds.computeIfAbsent(contender, any -> new ArrayList<>()).add(measured);
    }

    /** Rows each contender read in all rounds, each row once a round. */
    long rowsRead(String contender) {
        return rounds.getOrDefault(contender, List.of()).stream()
                .mapToLong(CatchUp.Measured::rows)
                .sum();
    }

    double rowsPerSecond(String contender) {
        return median(rounds.getOrDefault(contender, List.of()).stream()
                .map(CatchUp.Measured::rowsPerSecond)
                .toList());
    }

    double ratio(String contender, String peer) {
        List<CatchUp.Measured> its = rounds.getOrDefault(contender, List.of());
        List<CatchUp.Measured> others = rounds.getOrDefault(peer, List.of());
        return median(IntStream.range(0, Math.min(its.size(), others.size()))
                .mapToObj(i -> its.get(i).rowsPerSecond() / others.get(i).rowsPerSecond())
                .toList());
    }

    void print(PrintStream out, String contender) {
        out.printf(
                "%n%s, %,d rows, median of %d:%n",
                workload, rows, rounds.getOrDefault(contender, List.of()).size());
        out.printf("  %-18s %12s %14s %12s   %s%n", "", "rows/s", contender + " is", "to first s", "rounds, rows/s");
        rounds.forEach((name, each) -> out.printf(
                "  %-18s %,12.0f %14s %12.1f   %s%n",
                name,
                rowsPerSecond(name),
                name.equals(contender) ? "" : "%.2f times".formatted(ratio(contender, name)),
                median(each.stream().map(CatchUp.Measured::untilFirstSeconds).toList()),
                String.join(
                        ", ",
                        each.stream()
                                .map(one -> "%,.0f".formatted(one.rowsPerSecond()))
                                .toList())));
    }

    static double median(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
