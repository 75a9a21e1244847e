package dev.maitred.launcher.pause;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./maitred resume}. */
@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description =
                "Reads a source again that ./maitred pause left alone, from where it was left. Exit code 0: it is read; 1: it "
                        + "failed.")
public final class ResumeCommand implements Callable<Integer> {

    private static final Set<String> RUNNING = Set.of("streaming", "snapshotting", "standby");

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Asking asking = new Asking();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        return asking.ask("resume", RUNNING::contains, out);
    }
}
