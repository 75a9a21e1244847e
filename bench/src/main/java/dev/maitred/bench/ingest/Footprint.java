package dev.maitred.bench.ingest;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What ingest took of its process during catch-ups: memory, and processor time by thread. */
final class Footprint {

    private static final double MEBIBYTE = 1 << 20;

    private final OwnIngest ingest;
    private final Map<String, List<Double>> microsPerRow = new TreeMap<>();
    private Map<String, Long> before = Map.of();
    private long processBefore;
    private long atRest;
    private long peak;
    private long limit;

    Footprint(OwnIngest ingest) {
        this.ingest = ingest;
    }

    void begin() throws IOException, InterruptedException {
        atRest = Math.max(atRest, Long.parseLong(ingest.jvm().ask("collect")));
        before = ingest.threads();
        processBefore = ingest.jvm().cpuNanos();
    }

    void end(long rows) throws IOException, InterruptedException {
        Map<String, Long> after = ingest.threads();
        Map<String, Double> its = new HashMap<>();
        double threads = 0;
        for (Map.Entry<String, Long> each : after.entrySet()) {
            double micros = (each.getValue() - before.getOrDefault(each.getKey(), 0L)) / 1e3 / rows;
            threads += micros;
            its.merge(job(each.getKey()), micros, Double::sum);
        }
        its.put(
                "compiler, collector, threads that ended",
                (ingest.jvm().cpuNanos() - processBefore) / 1e3 / rows - threads);
        its.forEach((job, micros) ->
                microsPerRow.computeIfAbsent(job, any -> new ArrayList<>()).add(micros));
        String[] heap = ingest.jvm().ask("heap").split(" ");
        peak = Math.max(peak, Long.parseLong(heap[0]));
        limit = Long.parseLong(heap[1]);
    }

    private static String job(String thread) {
        if (thread.contains("change-event-source-coordinator")) {
            return "capture";
        }
        if (thread.startsWith("publish-")) {
            return "publish";
        }
        return thread.startsWith("kafka-producer-network") ? "producer's network" : "others";
    }

    void print(PrintStream out) throws IOException {
        out.print("  maitred's processor time, us a row:");
        microsPerRow.forEach((job, micros) -> out.printf(" %s %.2f;", job, Comparison.median(micros)));
        out.printf(
                "%n  maitred's memory: heap after collections at most %.0f MiB of %.0f, before it %.0f; resident at most %.0f MiB%n",
                peak / MEBIBYTE,
                limit / MEBIBYTE,
                atRest / MEBIBYTE,
                ingest.jvm().peakResidentBytes() / MEBIBYTE);
    }
}
