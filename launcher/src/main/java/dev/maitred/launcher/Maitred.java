package dev.maitred.launcher;

import dev.maitred.launcher.check.CheckCommand;
import dev.maitred.launcher.demo.DemoCommand;
import dev.maitred.launcher.draft.MapCommand;
import dev.maitred.launcher.nightly.NightlyCommand;
import dev.maitred.launcher.pause.PauseCommand;
import dev.maitred.launcher.pause.ResumeCommand;
import dev.maitred.launcher.plan.PlanCommand;
import dev.maitred.launcher.plan.SwitchCommand;
import dev.maitred.launcher.reconcile.ReconcileCommand;
import dev.maitred.launcher.resync.ResyncCommand;
import dev.maitred.launcher.runbook.RunbookCommand;
import dev.maitred.launcher.sql.SqlCommand;
import dev.maitred.launcher.trace.TraceCommand;
import dev.maitred.launcher.up.UpCommand;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The entry: {@code ./maitred <command>}. */
@Command(
        name = "maitred",
        mixinStandardHelpOptions = true,
        version = "maitred 0.1.0",
        description = "Live availability, queue lag and nightly analytics for any Postgres booking database.",
        subcommands = {
            DemoCommand.class,
            MapCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            SwitchCommand.class,
            UpCommand.class,
            SqlCommand.class,
            ReconcileCommand.class,
            ResyncCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            TraceCommand.class,
            NightlyCommand.class,
            RunbookCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "And by the script itself:",
            "  build      builds what is stale, and records a fast start of the demo",
            "  test       the whole check; --containers runs it on containers",
            "  prove      the long tests: what the check does in a sample, in full",
            "  format     formats the sources",
            "  bench      measures freshness and reads",
            "",
            "Exit codes: 0 done; 1 it failed, or something differs; 2 it could not begin; 3 (plan) something would change, (switch)"
                    + " nothing does."
        })
public final class Maitred implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    private Maitred() {}

    /** Without a command: which there are. */
    @Override
    public Integer call() {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        line.getErr().println("maitred: Name a command.");
        line.usage(line.getErr());
        return spec.exitCodeOnInvalidInput();
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** All commands, as they are run. */
    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Maitred());
        line.setExecutionExceptionHandler(new Failures());
        line.setParameterExceptionHandler(new Misuse());
        Values.register(line);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }
}
