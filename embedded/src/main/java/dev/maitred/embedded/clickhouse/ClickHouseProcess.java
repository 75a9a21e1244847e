package dev.maitred.embedded.clickhouse;

import dev.maitred.embedded.clickhouse.engine.Engine;
import dev.maitred.embedded.clickhouse.engine.EngineException;
import dev.maitred.embedded.clickhouse.engine.LibC;
import dev.maitred.embedded.clickhouse.engine.Limits;
import dev.maitred.embedded.clickhouse.engine.Session;
import dev.maitred.embedded.clickhouse.http.Credentials;
import dev.maitred.embedded.clickhouse.http.HttpFacade;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The child process. Arguments: library, directory, bytes of memory, threads. Says {@value #READY} and its port, or why
 * not, on standard output, and serves until its standard input ends: so it never outlives its parent.
 */
final class ClickHouseProcess {
    static final String DATABASE = "maitred";
    static final String USER = "maitred";
    static final String READY = "ready ";
    static final String UNAVAILABLE = "unavailable ";
    static final String FAILED = "failed ";

    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(15);
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);
    private static final Duration STOP_POLL = Duration.ofMillis(10);

    private final FileLock lock;
    private final Engine engine;
    private final HttpFacade facade;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private ClickHouseProcess(FileLock lock, Engine engine, HttpFacade facade) {
        this.lock = lock;
        this.engine = engine;
        this.facade = facade;
    }

    public static void main(String[] arguments) throws IOException {
        LibC.setsid();
        PrintStream parent = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        // What the engine or a library prints must not be taken for one of our words.
        System.setOut(System.err);
        AtomicBoolean serving = new AtomicBoolean();
        Thread.ofPlatform().daemon().start(() -> {
            pause(START_PATIENCE);
            if (!serving.get()) {
                parent.println(FAILED + "it did not serve within " + START_PATIENCE.toMinutes() + " minutes.");
                LibC.exit(1);
            }
        });
        ClickHouseProcess process;
        try {
            process = start(Path.of(arguments[0]), new DataDirectory(Path.of(arguments[1])), limits(arguments));
        } catch (IllegalArgumentException e) {
            parent.println(UNAVAILABLE + "libchdb does not run here: " + line(e));
            LibC.exit(1);
            return;
        } catch (IOException | EngineException | InterruptedException | RuntimeException e) {
            parent.println(FAILED + line(e));
            LibC.exit(1);
            return;
        }
        serving.set(true);
        Runtime.getRuntime().addShutdownHook(new Thread(process::stop, "stop"));
        parent.println(READY + process.facade.port());
        while (process.lock.isValid() && System.in.read() >= 0) {
            // Nothing is said to this process; only the end of its input matters.
        }
        process.stop();
    }

    private static Limits limits(String[] arguments) {
        return new Limits(Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
    }

    private static ClickHouseProcess start(Path library, DataDirectory directory, Limits limits)
            throws IOException, EngineException, InterruptedException {
        FileLock lock = directory.lock(LOCK_PATIENCE);
        Engine engine = Engine.open(library, directory.data(), limits);
        try (Session session = engine.session()) {
            session.execute("CREATE DATABASE IF NOT EXISTS " + DATABASE + " ENGINE = Atomic");
        }
        Credentials credentials = new Credentials(USER, directory.password());
        HttpFacade facade = HttpFacade.serve(engine, credentials, directory.port());
        directory.keepPort(facade.port());
        return new ClickHouseProcess(lock, engine, facade);
    }

    /** Ends in the one order that the engine bears, and never later than its patience. */
    private void stop() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        Thread.ofPlatform().daemon().start(() -> {
            pause(STOP_PATIENCE);
            LibC.exit(1);
        });
        facade.close();
        while (engine.sessions() > 0) {
            engine.cancelAll();
            pause(STOP_POLL);
        }
        engine.close();
        LibC.exit(0);
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String line(Exception e) {
        return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
    }
}
