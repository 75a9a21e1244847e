package dev.maitred.launcher.demo;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./maitred demo}: a nightclub's Friday night, live. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs a nightclub's Friday night with everything embedded, and serves its answers.")
public final class DemoCommand implements Callable<Integer> {

    private static final int DEFAULT_PORT = 8080;

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
        PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        long begun = ProcessHandle.current()
                .info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(System.currentTimeMillis());
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            end.countDown();
            awaitQuietly(ended);
        }));
        SourcePack pack = SourcePacks.named("nightclub");
        try (DataDirectory directory = fresh ? DataDirectory.openFresh(data) : DataDirectory.open(data);
                Platform platform = Platform.start(directory, pack, port, DemoAdditions::add, step -> {
                    out.printf("%5.1f s  %s%n", (System.currentTimeMillis() - begun) / 1000.0, step);
                    out.flush();
                })) {
            Readiness.await(platform, Duration.ofSeconds(60));
            out.printf(
                    "ready: %s  (%.1f s, data in %s)%n",
                    platform.endpoints().http(), (System.currentTimeMillis() - begun) / 1000.0, data);
            ThingsToTry.print(out, platform, data);
            out.flush();
            LastNight.run(platform);
            run(platform, end);
        } finally {
            ended.countDown();
        }
        return 0;
    }

    private void run(Platform platform, CountDownLatch end) throws InterruptedException {
        if (noWorkload) {
            await(end);
            return;
        }
        WorkloadSettings settings = WorkloadSettings.of(
                        platform.bookingSuperuser().jdbcUrl(platform.pack().name()),
                        platform.pack().applicationRole(),
                        platform.applicationPassword())
                .withTransactionsPerSecond(rate)
                .withSeed(System.nanoTime());
        try (Workload workload = platform.pack().workload(settings)) {
            workload.start();
            await(end);
        }
    }

    private void await(CountDownLatch end) throws InterruptedException {
        if (runFor == null) {
            end.await();
        } else {
            boolean early = end.await(runFor.toMillis(), TimeUnit.MILLISECONDS);
            if (early) {
                return;
            }
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            boolean done = latch.await(20, TimeUnit.SECONDS);
            if (!done) {
                Runtime.getRuntime().halt(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
