package dev.maitred.ops.pipeline;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import java.time.Duration;

/** How long one hop takes, over the last half to whole minute. Quantiles are within 1 % of the truth. */
final class Hop {

    private static final double ACCURACY = 0.01;
    private static final long WINDOW_NANOS = Duration.ofSeconds(30).toNanos();

    private final String name;
    private DDSketch now = sketch();
    private DDSketch before = sketch();
    private long turnedNanos = System.nanoTime();

    Hop(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    synchronized void took(double millis) {
        turn();
        now.accept(Math.max(0, millis));
    }

    /** Milliseconds; NaN when nothing was measured lately. */
    synchronized double quantile(double quantile) {
        turn();
        DDSketch both = sketch();
        both.mergeWith(before);
        both.mergeWith(now);
        return both.isEmpty() ? Double.NaN : both.getValueAtQuantile(quantile);
    }

    private void turn() {
        long since = System.nanoTime() - turnedNanos;
        if (since > WINDOW_NANOS) {
            before = since > 2 * WINDOW_NANOS ? sketch() : now;
            now = sketch();
            turnedNanos = System.nanoTime();
        }
    }

    private static DDSketch sketch() {
        return DDSketches.unboundedDense(ACCURACY);
    }
}
