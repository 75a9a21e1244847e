package dev.maitred.launcher.demo;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.EmbeddedException;
import dev.maitred.embedded.LoopbackPort;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./maitred demo}: a nightclub's Friday night, live. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs a nightclub's Friday night with everything embedded, and serves its answers.")
public final class DemoCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(DemoCommand.class);
    private static final SourcePack PACK = SourcePacks.named("nightclub");
    private static final int DEFAULT_PORT = 8080;
    private static final int HIGHEST_PORT = 65_535;
    private static final double LOWEST_RATE = 0.1;
    private static final double HIGHEST_RATE = 10_000;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "HTTP port; 0 takes a free one (default: ${DEFAULT-VALUE})")
    private int port = DEFAULT_PORT;

    @Option(names = "--data", paramLabel = "DIR", description = "where all data is kept (default: ${DEFAULT-VALUE})")
    private Path data = DataDirectory.DEFAULT;

    @Option(names = "--for", paramLabel = "DURATION", description = "end after this time, as in PT60S")
    private @Nullable Duration runFor;

    @Option(names = "--rate", paramLabel = "N", description = "transactions a second (default: ${DEFAULT-VALUE})")
    private double rate = WorkloadSettings.DEFAULT_TRANSACTIONS_PER_SECOND;

    @Option(names = "--no-workload", description = "nobody books; the clubs only stand there")
    private boolean noWorkload;

    @Option(names = "--fresh", description = "begin with an empty data directory; what was in it is deleted")
    private boolean fresh;

    @Override
    public Integer call() throws SQLException, IOException, InterruptedException {
        requireSense();
        requireFreePort();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        // Of the JVM, not of the process: a shell that became it may have built something first.
        long begun = ManagementFactory.getRuntimeMXBean().getStartTime();
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        BooleanSupplier stopping = () -> end.getCount() == 0;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            if (!stopping.getAsBoolean()) {
                out.println("stopping; the data stays in " + data);
                out.flush();
            }
            end.countDown();
            awaitQuietly(ended);
        }));
        try (DataDirectory directory = fresh ? DataDirectory.openFresh(data) : DataDirectory.open(data);
                LogFile log = LogFile.in(directory.logs());
                Platform platform = Platform.start(directory, PACK, port, DemoAdditions::add, step -> {
                    if (stopping.getAsBoolean()) {
                        throw new CancellationException("Stopped before it was ready");
                    }
                    out.printf("%5.1f s  %s%n", (System.currentTimeMillis() - begun) / 1000.0, step);
                    out.flush();
                })) {
            Readiness.await(platform, Duration.ofSeconds(60), stopping);
            out.printf(
                    "ready: %s  (%.1f s, data in %s)%n",
                    platform.endpoints().http(), (System.currentTimeMillis() - begun) / 1000.0, data);
            ThingsToTry.print(out, platform, data);
            out.println("The log: " + log.path() + ". Ctrl-C stops everything; the data stays.");
            out.flush();
            LastNight.run(platform, stopping);
            run(platform, end);
            if (!stopping.getAsBoolean()) {
                out.println("stopping; the data stays in " + data);
                out.flush();
            }
            end.countDown();
        } catch (SQLException | IOException | RuntimeException e) {
            if (!stopping.getAsBoolean()) {
                // All that was begun is stopped already: the hook has nothing to say.
                end.countDown();
                throw e;
            }
            // What is interrupted half-way fails in its own words; the next start goes on with what is there.
            LOG.info("Stopped before it was ready", e);
        } finally {
            ended.countDown();
        }
        return 0;
    }

    /** Before anything starts: what cannot be meant. */
    private void requireSense() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        if (port < 0 || port > HIGHEST_PORT) {
            throw new ParameterException(line, "--port: expected 0 to " + HIGHEST_PORT + ", found " + port);
        }
        if (runFor != null && (runFor.isNegative() || runFor.isZero())) {
            throw new ParameterException(line, "--for: expected a duration like PT60S, found " + runFor);
        }
        // Turned round, so that NaN is refused too.
        if (!(rate >= LOWEST_RATE && rate <= HIGHEST_RATE)) {
            throw new ParameterException(
                    line,
                    "--rate: expected 0.1 to 10000 transactions a second, found "
                            + String.valueOf(rate).replaceFirst("\\.0$", "")
                            + "; for none at all there is --no-workload");
        }
    }

    /** Before anything starts, and before anything is emptied. */
    private void requireFreePort() {
        if (port != LoopbackPort.ANY && !LoopbackPort.isFree(port)) {
            // Often it is a demo on this very directory that has the port: then that is what is said.
            if (Files.exists(data)) {
                DataDirectory.open(data).close();
            }
            throw new EmbeddedException("Port " + port + " of " + LoopbackPort.HOST
                    + " is in use, so the demo cannot answer there. Stop the program that has it, or choose another one with"
                    + " --port; --port 0 takes a free one.");
        }
    }

    private void run(Platform platform, CountDownLatch end) throws InterruptedException {
        if (noWorkload) {
            await(end);
            return;
        }
        WorkloadSettings settings =
                settings(platform.bookingSuperuser().jdbcUrl(platform.pack().name()), platform.applicationPassword());
        try (Workload workload = platform.pack().workload(settings)) {
            workload.start();
            await(end);
        }
    }

    private WorkloadSettings settings(String jdbcUrl, String password) {
        return WorkloadSettings.of(jdbcUrl, PACK.applicationRole(), password)
                .withTransactionsPerSecond(rate)
                .withSeed(System.nanoTime());
    }

    private void await(CountDownLatch end) throws InterruptedException {
        if (runFor == null) {
            end.await();
        } else if (!end.await(runFor.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("The time that it was to run for, {}, is over", runFor);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean done = latch.await(40, TimeUnit.SECONDS);
            if (!done) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
