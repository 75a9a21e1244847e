package dev.maitred.ops.reports;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells when another edition of the reports is there. The nightly job runs in whatever process and publishes by replacing partitions
 * in ClickHouse, which tells nobody: so one small question is asked every few seconds, and only while somebody wants to know.
 */
public final class EditionWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EditionWatch.class);
    private static final JsonMapper JSON = new JsonMapper();

    private final Reports reports;
    private final Duration every;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("report-editions").daemon().factory());
    private volatile Runnable changed = () -> {};
    private byte @Nullable [] told;

    /** @param every how long a new edition may be there before it is told */
    public EditionWatch(Reports reports, Duration every) {
        this.reports = reports;
        this.every = every;
    }

    /**
     * What is told of an edition.
     *
     * @param available false: reports cannot be read, and {@code reason} says why
     */
    private record Told(
            boolean available,
            @Nullable String reason,
            @Nullable String edition,
            @Nullable Long nights) {}

    /**
     * Begins to look, for one listener.
     *
     * @param wanted whether anybody listens at all
     * @param changed called when {@link #json()} is another one
     */
    public void start(BooleanSupplier wanted, Runnable changed) {
        this.changed = changed;
        thread.scheduleWithFixedDelay(
                () -> {
                    if (wanted.getAsBoolean()) {
                        look();
                    }
                },
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The newest edition that is known, as JSON; null before it was first looked for. It may be old when nobody wanted to know. */
    public synchronized byte @Nullable [] json() {
        return told;
    }

    /** Looks at once, because somebody has come. */
    public void lookNow() {
        if (asked.compareAndSet(false, true)) {
            thread.execute(() -> {
                asked.set(false);
                look();
            });
        }
    }

    private void look() {
        try {
            byte[] now = JSON.writeValueAsBytes(ask());
            synchronized (this) {
                if (Arrays.equals(now, told)) {
                    return;
                }
                told = now;
            }
            LOG.debug("Reports are now {}", new String(now, StandardCharsets.UTF_8));
            changed.run();
        } catch (RuntimeException e) {
            // The next look may go better; without this the schedule would end.
            if (!thread.isShutdown()) {
                LOG.warn("The edition of the reports could not be read", e);
            }
        }
    }

    private Told ask() {
        try {
            Edition edition = reports.edition();
            return new Told(true, null, edition.edition(), edition.nights());
        } catch (ReportsUnavailableException e) {
            return new Told(false, e.getMessage(), null, null);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
