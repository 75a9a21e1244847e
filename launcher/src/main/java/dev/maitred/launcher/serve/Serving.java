package dev.maitred.launcher.serve;

import dev.maitred.embedded.DataDirectory;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a command that serves a platform: its directory, its log, its start told step by step, its end in order. */
public final class Serving {

    private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

    private final PrintWriter out;
    private final ServeOptions options;
    // Of the JVM, not of the process: a shell that became it may have built something first.
    private final long begun = ManagementFactory.getRuntimeMXBean().getStartTime();

    public Serving(PrintWriter out, ServeOptions options) {
        this.out = out;
        this.options = options;
    }

    /** Starts what is served. */
    public interface Start<P extends Closeable> {

        /** @param progress told each step; it throws when the start is not to go on */
        P start(DataDirectory directory, Consumer<String> progress) throws SQLException, IOException;
    }

    /** What is done while it is served; it is stopped when this returns. */
    public interface Use<P> {
        void use(P platform, Stopping stopping) throws SQLException, IOException, InterruptedException;
    }

    /** @param fresh whether the directory is emptied first */
    public <P extends Closeable> void serve(boolean fresh, Start<P> start, Use<P> use)
            throws SQLException, IOException, InterruptedException {
        Stopping stopping = new Stopping(out, options.data());
        stopping.onSignal();
        try (DataDirectory directory =
                        fresh ? DataDirectory.openFresh(options.data()) : DataDirectory.open(options.data());
                LogFile log = LogFile.in(directory.logs());
                P platform = start.start(directory, step -> {
                    stopping.orGoOn();
                    say(step);
                })) {
            LOG.debug("Logging to {}", log.path());
            use.use(platform, stopping);
            stopping.begin();
        } catch (SQLException | IOException | RuntimeException e) {
            if (!stopping.getAsBoolean()) {
                stopping.failed();
                throw e;
            }
            // What is interrupted half-way fails in its own words; the next start goes on with what is there.
            LOG.info("Stopped before it was ready", e);
        } finally {
            stopping.ended();
        }
    }

    private void say(String step) {
        out.printf("%5.1f s  %s%n", seconds(), step);
        out.flush();
    }

    /** Says where it answers. */
    public void sayReady(String http) {
        out.printf("ready: %s  (%.1f s, data in %s)%n", http, seconds(), options.data());
    }

    /** Says where the log is and how it ends. */
    public void sayHowToEnd() {
        Path log = options.data().toAbsolutePath().normalize().resolve("logs").resolve(LogFile.NAME);
        out.println("The log: " + log + ". Ctrl-C stops everything; the data stays.");
        out.flush();
    }

    private double seconds() {
        return (System.currentTimeMillis() - begun) / 1000.0;
    }
}
