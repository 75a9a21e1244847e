package dev.maitred.launcher.demo;

import dev.maitred.launcher.serve.Readiness;
import dev.maitred.launcher.serve.ServeOptions;
import dev.maitred.launcher.serve.Serving;
import dev.maitred.launcher.serve.Stopping;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./maitred demo}: source packs at work, live. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Runs a nightclub's Friday night, or other packs, with everything embedded, and serves its answers.")
public final class DemoCommand implements Callable<Integer> {

    private static final double LOWEST_RATE = 0.1;
    private static final double HIGHEST_RATE = 10_000;
    private static final Duration PATIENCE_PER_PACK = Duration.ofSeconds(60);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Option(
            names = "--pack",
            paramLabel = "NAME",
            defaultValue = "nightclub",
            converter = PackChoice.Converter.class,
            description = "the pack to run, or all at once, each in a database of its own (default: ${DEFAULT-VALUE})")
    private @Nullable PackChoice choice;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "transactions a second of each pack (default: ${DEFAULT-VALUE})")
    private double rate = WorkloadSettings.DEFAULT_TRANSACTIONS_PER_SECOND;

    @Option(names = "--no-workload", description = "nobody books; the clubs only stand there")
    private boolean noWorkload;

    @Option(names = "--fresh", description = "begin with an empty data directory; what was in it is deleted")
    private boolean fresh;

    @Override
    public Integer call() throws SQLException, IOException, InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        options.requireSense(line);
        requireSensibleRate(line);
        options.requireFreePort();
        PrintWriter out = line.getOut();
        Serving serving = new Serving(out, options);
        List<SourcePack> packs = Objects.requireNonNull(choice).packs();
        serving.serve(
                fresh,
                (directory, progress) ->
                        DemoPlatform.start(directory, packs, options.port(), DemoAdditions::add, progress),
                (demo, stopping) -> {
                    Readiness.await(demo.platform(), true, PATIENCE_PER_PACK.multipliedBy(packs.size()), stopping);
                    serving.sayReady(demo.endpoints().http());
                    ThingsToTry.print(out, demo, options.data());
                    serving.sayHowToEnd();
                    LastNight.run(demo.platform(), stopping);
                    run(demo, stopping);
                });
        return 0;
    }

    private void requireSensibleRate(CommandLine line) {
        // Turned round, so that NaN is refused too.
        if (!(rate >= LOWEST_RATE && rate <= HIGHEST_RATE)) {
            throw new ParameterException(
                    line,
                    "--rate: expected 0.1 to 10000 transactions a second, found "
                            + String.valueOf(rate).replaceFirst("\\.0$", "")
                            + "; for none at all there is --no-workload");
        }
    }

    private void run(DemoPlatform demo, Stopping stopping) throws InterruptedException {
        List<Workload> workloads = new ArrayList<>();
        try {
            for (SourcePack pack : noWorkload ? List.<SourcePack>of() : demo.packs()) {
                Workload workload = pack.workload(settings(demo, pack));
                workloads.add(workload);
                workload.start();
            }
            stopping.await(options.runFor());
        } finally {
            workloads.forEach(Workload::close);
        }
    }

    private WorkloadSettings settings(DemoPlatform demo, SourcePack pack) {
        return WorkloadSettings.of(
                        demo.bookingSuperuser().jdbcUrl(pack.name()),
                        pack.applicationRole(),
                        demo.applicationPassword(pack))
                .withTransactionsPerSecond(rate)
                .withSeed(System.nanoTime());
    }
}
