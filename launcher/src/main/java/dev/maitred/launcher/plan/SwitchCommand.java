package dev.maitred.launcher.plan;

import dev.maitred.ingest.change.MappingPlan;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.launcher.config.ConfigException;
import dev.maitred.launcher.config.ConfigReader;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./maitred switch}: a running platform takes the mappings of its file. */
@Command(
        name = "switch",
        mixinStandardHelpOptions = true,
        description =
                "Has a running platform take the changed mappings of its file: checks them as ./maitred plan does, sends them, and"
                        + " shows how far they are until they are in force. Answers go on by those before. Exit code 0: they are in"
                        + " force; 1: it failed; 2: no platform runs; 3: nothing is to be done.")
public final class SwitchCommand implements Callable<Integer> {

    private static final int NOTHING = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "the platform's file")
    private @Nullable Path config;

    @Mixin
    private DataOption data = new DataOption();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Path file = Objects.requireNonNull(config);
        PlatformConfig read;
        try {
            read = ConfigReader.read(file);
        } catch (ConfigException e) {
            out.println(e.getMessage());
            out.flush();
            return 1;
        }
        try (RunningPlatform platform = data.platform()) {
            return switched(read, file, new Switching(platform, out), platform, out);
        } finally {
            out.flush();
        }
    }

    private static int switched(
            PlatformConfig read, Path file, Switching switching, RunningPlatform platform, PrintWriter out)
            throws IOException, InterruptedException {
        List<PlatformConfig.Source> toSend = new ArrayList<>();
        MemoryLoader memory = new MemoryLoader(platform.endpoints().kafka().bootstrap());
        boolean isRight = true;
        for (PlatformConfig.Source source : read.sources()) {
            isRight &= look(source, memory, switching, toSend, out);
        }
        if (!isRight) {
            out.println("Nothing was sent: mend what is said above, then try again.");
            return 1;
        }
        if (toSend.isEmpty()) {
            return NOTHING;
        }
        out.flush();
        boolean done = true;
        for (PlatformConfig.Source source : toSend) {
            done &= switching.send(source);
        }
        done &= switching.awaitSent();
        out.println("This is not kept: at its next start the platform takes what " + file + " says then.");
        return done ? 0 : 1;
    }

    /** @return whether it can be done, or nothing is to be done */
    private static boolean look(
            PlatformConfig.Source source,
            MemoryLoader memory,
            Switching switching,
            List<PlatformConfig.Source> toSend,
            PrintWriter out)
            throws IOException, InterruptedException {
        Stand stand = switching.stand(source.name());
        if (stand == null) {
            out.println(source.name() + ": the platform that runs has no source of that name; it has "
                    + switching.sources() + ". A source is begun by ./maitred up.");
            return false;
        }
        try {
            Planned planned = Planned.of(source, memory);
            planned.print(source.name(), out);
            MappingPlan plan = planned.plan();
            // Another one may be on its way, that is not wanted any more.
            if (!plan.isNothing() || !stand.isInForce()) {
                toSend.add(source);
            }
            return plan.sql().isEmpty();
        } catch (PlanException e) {
            out.println(source.name() + ": " + e.getMessage());
            return false;
        }
    }
}
