package dev.maitred.launcher.up;

import dev.maitred.launcher.check.Inspection;
import dev.maitred.launcher.config.ConfigException;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.serve.Readiness;
import dev.maitred.launcher.serve.ServeOptions;
import dev.maitred.launcher.serve.Serving;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./maitred up}: the platform on one's own databases. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Runs the platform on the databases that a file names, and serves its answers. Kafka and ClickHouse are"
                        + " embedded unless the file names them; the databases are only read.")
public final class UpCommand implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the platform's file")
    private @Nullable Path config;

    @Mixin
    private ServeOptions options = new ServeOptions();

    @Override
    public Integer call() throws SQLException, IOException, InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        options.requireSense(line);
        PlatformConfig read;
        try {
            read = ConfigReader.read(Objects.requireNonNull(config));
        } catch (ConfigException e) {
            line.getErr().println("maitred: " + e.getMessage());
            return spec.exitCodeOnInvalidInput();
        }
        PrintWriter out = line.getOut();
        Inspection inspection = Inspection.of(read);
        inspection.print(out);
        if (!inspection.canBegin()) {
            line.getErr().println("maitred: It was not begun. Mend what is said above, then try again.");
            return spec.exitCodeOnInvalidInput();
        }
        options.requireFreePort();
        serve(read, out);
        return 0;
    }

    private void serve(PlatformConfig read, PrintWriter out) throws SQLException, IOException, InterruptedException {
        PlatformPlan plan = new PlatformPlan(
                new ConfiguredSources(read, config),
                read.kafkaBootstrap(),
                read.clickHouse(),
                read.platformDatabase(),
                options.port(),
                PlatformPlan.Additions.NONE);
        Serving serving = new Serving(out, options);
        serving.serve(
                false, (directory, progress) -> Platform.start(directory, plan, progress), (platform, stopping) -> {
                    Readiness.await(platform, false, PATIENCE, stopping);
                    serving.sayReady(platform.endpoints().http());
                    serving.sayHowToEnd();
                    new SourceNews(out).tell(platform, stopping, options.runFor());
                });
    }
}
