package dev.maitred.launcher.serve;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The end of a command that serves until it is told to end: by a signal, or after a time. */
public final class Stopping implements BooleanSupplier {

    /** How long a signal leaves everything to be stopped in order. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final PrintWriter out;
    private final Path data;
    private final CountDownLatch end = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    Stopping(PrintWriter out, Path data) {
        this.out = out;
        this.data = data;
    }

    /** From here on a signal ends the command in order. */
    void onSignal() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            begin();
            awaitEnded();
        }));
    }

    /** Whether everything is about to end. */
    @Override
    public boolean getAsBoolean() {
        return end.getCount() == 0;
    }

    /** @throws CancellationException when it is to end, so that a start does not go on */
    public void orGoOn() {
        if (getAsBoolean()) {
            throw new CancellationException("Stopped before it was ready");
        }
    }

    /** Waits until it is to end, or the time is over. */
    public void await(@Nullable Duration atMost) throws InterruptedException {
        if (atMost == null) {
            end.await();
        } else {
            isWithin(atMost);
        }
    }

    /** Waits; whether it is to end within that time. */
    public boolean isWithin(Duration time) throws InterruptedException {
        return end.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins to end, and says so unless that was said. */
    void begin() {
        if (!getAsBoolean()) {
            out.println("stopping; the data stays in " + data);
            out.flush();
        }
        end.countDown();
    }

    /** It failed, and all that was begun is stopped already: there is nothing to say. */
    void failed() {
        end.countDown();
    }

    /** Everything is stopped. */
    void ended() {
        ended.countDown();
    }

    private void awaitEnded() {
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
