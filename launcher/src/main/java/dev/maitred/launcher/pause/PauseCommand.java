package dev.maitred.launcher.pause;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./maitred pause}. */
@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description =
                "Leaves a source alone, through restarts, until ./maitred resume: nothing is read of it, answers get older and "
                        + "say so, and PostgreSQL keeps its log. Exit code 0: it is left alone; 1: it failed.")
public final class PauseCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Asking asking = new Asking();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        return asking.ask("pause", "paused"::equals, out);
    }
}
