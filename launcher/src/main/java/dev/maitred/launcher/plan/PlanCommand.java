package dev.maitred.launcher.plan;

import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.launcher.config.ConfigException;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./maitred plan}: what the mappings of a platform's file would change of what is in force. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description =
                "Says what the mappings of a platform's file change of those in force: which tables, how many rows are read and "
                        + "about how long that takes, and the SQL that it needs. Nothing is done; ./maitred switch does it in a running platform, and ./maitred up at its start. Exit code 0:"
                        + " nothing changes; 3: something does; 1: it cannot be said; 2: no platform runs to be asked.")
public final class PlanCommand implements Callable<Integer> {

    private static final int CHANGES = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the platform's file")
    private @Nullable Path config;

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        PlatformConfig read;
        try {
            read = ConfigReader.read(Objects.requireNonNull(config));
        } catch (ConfigException e) {
            out.println(e.getMessage());
            out.flush();
            return 1;
        }
        MemoryLoader memory = new MemoryLoader(kafka(read));
        int code = 0;
        for (PlatformConfig.Source source : read.sources()) {
            int its = plan(source, memory, out);
            code = code == 1 || its == 1 ? 1 : Math.max(code, its);
        }
        out.flush();
        return code;
    }

    /** The file's, or that of the platform that runs: it keeps what is in force. */
    private String kafka(PlatformConfig read) throws InterruptedException {
        String given = read.kafkaBootstrap();
        if (given != null) {
            return given;
        }
        try (RunningPlatform platform = data.platform()) {
            return platform.endpoints().kafka().bootstrap();
        }
    }

    private static int plan(PlatformConfig.Source source, MemoryLoader memory, PrintWriter out) {
        try {
            Planned planned = Planned.of(source, memory);
            planned.print(source.name(), out);
            return planned.plan().isNothing() ? 0 : CHANGES;
        } catch (PlanException e) {
            out.println(source.name() + ": " + e.getMessage());
            return 1;
        }
    }
}
