package dev.maitred.launcher.up;

import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.serve.Stopping;
import dev.maitred.ops.pipeline.SourceStatuses;
import dev.maitred.ops.pipeline.SourceStatuses.SourceStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says in a line when a source does something else than before, for as long as the platform is up. */
final class SourceNews {

    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    private final PrintWriter out;
    private final Map<String, String> said = new HashMap<>();
    private final Map<String, Long> progressTold = new HashMap<>();

    SourceNews(PrintWriter out) {
        this.out = out;
    }

    /** @param atMost null: until it is told to end */
    void tell(Platform platform, Stopping stopping, @Nullable Duration atMost) throws InterruptedException {
        long begun = System.nanoTime();
        do {
            platform.sources().forEach(this::tell);
        } while ((atMost == null || System.nanoTime() - begun < atMost.toNanos()) && !stopping.isWithin(LOOK_EVERY));
    }

    private void tell(SourceStatus status) {
        String line =
                status.source() + ": " + status.state() + (status.failure() == null ? "" : ": " + status.failure());
        boolean isNews = !line.equals(said.put(status.source(), line));
        SourceStatuses.Snapshot snapshot = status.snapshot();
        if (isNews || snapshot != null && isTimeForProgress(status.source())) {
            out.println(snapshot == null ? line : line + progress(snapshot));
            out.flush();
        }
    }

    private boolean isTimeForProgress(String source) {
        long now = System.nanoTime();
        if (now - progressTold.getOrDefault(source, now - PROGRESS_EVERY.toNanos()) < PROGRESS_EVERY.toNanos()) {
            return false;
        }
        progressTold.put(source, now);
        return true;
    }

    private static String progress(SourceStatuses.Snapshot snapshot) {
        return " %,d of about %,d rows".formatted(snapshot.rows(), snapshot.ofAbout())
                + (snapshot.secondsLeft() == null ? "" : ", about %,d s left".formatted(snapshot.secondsLeft() + 1));
    }
}
