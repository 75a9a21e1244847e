package dev.maitred.launcher.check;

import dev.maitred.launcher.config.ConfigException;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.config.PlatformConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./maitred check}: what keeps a platform from being run on its databases, and the SQL that mends it. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Checks a platform's file, its mappings and the live databases, and prints every fault at once, with the SQL"
                        + " that mends it. Exit code 0: ready; 1: something is to be mended.")
public final class CheckCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the platform's file")
    private @Nullable Path config;

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
        Inspection inspection = Inspection.of(read);
        inspection.print(out);
        return inspection.isReady() ? 0 : 1;
    }
}
