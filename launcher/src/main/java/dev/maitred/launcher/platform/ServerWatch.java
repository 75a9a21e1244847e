package dev.maitred.launcher.platform;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts embedded servers again that died beside the platform, on the same port and data. The platform's parts wait for their server
 * by themselves, and go on when it is back.
 */
final class ServerWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerWatch.class);

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Restarts restarts;
    private final Duration lookEvery;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** Brings a server back on the same port and data. */
    interface Restart {
        void run() throws Exception;
    }

    ServerWatch() {
        this(Restarts.USUAL, LOOK_EVERY);
    }

    ServerWatch(Restarts restarts, Duration lookEvery) {
        this.restarts = restarts;
        this.lookEvery = lookEvery;
    }

    /** Begins to watch a server that runs. Each has a thread of its own, so that none waits for another's start. */
    void add(String name, BooleanSupplier isAlive, Restart restart) {
        threads.add(Thread.ofPlatform().name("watch-" + name).daemon().start(() -> watch(name, isAlive, restart)));
    }

    private void watch(String name, BooleanSupplier isAlive, Restart restart) {
        Restarts.Attempts attempts = restarts.new Attempts();
        while (!isClosingWithin(lookEvery)) {
            if (isAlive.getAsBoolean()) {
                continue;
            }
            Duration pause = attempts.next(System.nanoTime());
            if (attempts.count() == restarts.soon() + 1) {
                LOG.error(
                        "{} died or did not start {} times within {} min; from now on it is tried every {} s. Its log in the data"
                                + " directory says why",
                        name,
                        restarts.soon(),
                        restarts.window().toMinutes(),
                        restarts.longestPause().toSeconds());
            } else {
                LOG.info("{} died; it is started again in {} ms", name, pause.toMillis());
            }
            if (isClosingWithin(pause)) {
                return;
            }
            start(name, restart, attempts.count());
        }
    }

    private void start(String name, Restart restart, int attempt) {
        long begun = System.nanoTime();
        try {
            restart.run();
            LOG.warn(
                    "{} died and runs again, on the same port and data ({} ms, restart {} within {} min)",
                    name,
                    Duration.ofNanos(System.nanoTime() - begun).toMillis(),
                    attempt,
                    restarts.window().toMinutes());
        } catch (Exception e) {
            LOG.warn("{} died and could not be started again, restart {}: {}", name, attempt, e.getMessage());
            LOG.debug("Where the start of {} failed", name, e);
        }
    }

    private boolean isClosingWithin(Duration rest) {
        try {
            return closing.await(rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** From here on nothing is started again; to be called before the servers are stopped. */
    @Override
    public void close() {
        closing.countDown();
        long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
        for (Thread thread : threads) {
            try {
                thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
