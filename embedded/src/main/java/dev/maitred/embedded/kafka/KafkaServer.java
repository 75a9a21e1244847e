package dev.maitred.embedded.kafka;

import dev.maitred.embedded.DirectoryLock;
import dev.maitred.embedded.DiskSpace;
import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.LoopbackPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker with its controller inside this process, on 127.0.0.1 only. What it acknowledged survives the death of
 * the process at any moment; like every Kafka it leaves the moment of writing to disk to the operating system, so a
 * power cut can cost the last seconds.
 */
public final class KafkaServer implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(20);

    /** Of a broker whose parts do not all answer any more. */
    private static final Duration STOP_HALTED = Duration.ofSeconds(2);

    private static final Duration LAST_PATIENCE = Duration.ofSeconds(10);
    private static final Duration CUT_SHORT_EVERY = Duration.ofSeconds(1);

    private final DirectoryLock lock;
    private final Path directory;
    private final int port;
    private final int controllerPort;
    private @Nullable KafkaRaftServer server;
    private boolean closed;

    private KafkaServer(DirectoryLock lock, Path directory, int port) {
        this.lock = lock;
        this.directory = directory;
        this.port = LoopbackPort.choose("Kafka", port, directory.resolve("port"));
        this.controllerPort =
                LoopbackPort.choose("Kafka's controller", LoopbackPort.ANY, directory.resolve("controller-port"));
        this.server = run(directory, this.port, controllerPort);
    }

    /** On the ports of the last start, else on free ones. */
    public static KafkaServer start(Path directory) {
        return start(directory, LoopbackPort.ANY);
    }

    /**
     * Starts on the data of the directory, or makes it; returns when the broker serves.
     *
     * @param directory of the broker alone, used by one process at a time; made when absent
     * @param port 1 to 65535, or {@link LoopbackPort#ANY}
     * @throws EmbeddedException when it cannot; the data is as it was
     */
    public static KafkaServer start(Path directory, int port) {
        Path made = made(directory);
        DirectoryLock lock = DirectoryLock.take(made);
        try {
            return new KafkaServer(lock, made, port);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory).toRealPath();
        } catch (IOException e) {
            throw new EmbeddedException("The directory " + directory + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static KafkaRaftServer run(Path directory, int port, int controllerPort) {
        AtomicReference<@Nullable KafkaRaftServer> started = new AtomicReference<>();
        Path log = directory.resolve("log");
        DiskSpace.require(directory, DiskSpace.TO_START_MIB);
        inOwnThread("start", directory, START, () -> {
            KafkaFormat.ensure(log);
            KafkaFailure.keepTheProcess();
            KafkaRaftServer server = new KafkaRaftServer(
                    new KafkaConfig(KafkaSettings.of(log, port, controllerPort), false), Time.SYSTEM);
            try {
                server.startup();
                started.set(server);
            } catch (RuntimeException | Error e) {
                server.shutdown();
                throw e;
            }
        });
        KafkaRaftServer server = started.get();
        if (server == null) {
            throw new EmbeddedException(
                    "Kafka in " + directory + " was not ready within " + START.toSeconds() + " s. Its log says why.");
        }
        return server;
    }

    /**
     * Kafka finds classes by the thread's context class loader, which is another one on the pool threads of a program
     * that is one jar; and interrupting the caller must not leave it half started or half stopped.
     */
    private static void inOwnThread(String action, Path directory, Duration patience, Action work) {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().name("kafka-" + action).daemon(true).unstarted(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        thread.setContextClassLoader(KafkaServer.class.getClassLoader());
        thread.start();
        join(thread, patience);
        // Kafka's own waits are of minutes, for parts that may be dead: each is cut short, and it goes on to the next
        // part.
        for (long end = System.nanoTime() + LAST_PATIENCE.toNanos();
                thread.isAlive() && System.nanoTime() - end < 0; ) {
            thread.interrupt();
            join(thread, CUT_SHORT_EVERY);
        }
        Throwable cause = failure.get();
        if (cause != null) {
            throw new EmbeddedException(
                    "Kafka in " + directory + " did not " + action + ". " + KafkaFailure.explain(cause), cause);
        }
    }

    private static void join(Thread thread, Duration patience) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); thread.isAlive() && left > 0; left = deadline - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code host:port}, for the clients' {@code bootstrap.servers}. */
    public String bootstrap() {
        return LoopbackPort.HOST + ":" + port;
    }

    public synchronized boolean isAlive() {
        return server != null && !KafkaFailure.hasHalted();
    }

    /**
     * Stops what still runs and starts again on the same ports.
     *
     * @throws IllegalStateException after {@link #close()}
     */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("Kafka in " + directory + " was closed");
        }
        stop();
        server = run(directory, port, controllerPort);
    }

    /** Stops the broker in order, so that the next start need not recover anything. Can be called again. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            stop();
        } finally {
            lock.close();
        }
    }

    private void stop() {
        KafkaRaftServer running = server;
        server = null;
        if (running != null) {
            inOwnThread("stop", directory, KafkaFailure.hasHalted() ? STOP_HALTED : STOP, () -> {
                running.shutdown();
                running.awaitShutdown();
            });
        }
    }

    private interface Action {
        void run() throws Exception;
    }
}
