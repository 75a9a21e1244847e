package dev.maitred.launcher;

import dev.maitred.launcher.demo.DemoCommand;
import dev.maitred.launcher.nightly.NightlyCommand;
import dev.maitred.launcher.reconcile.ReconcileCommand;
import dev.maitred.launcher.runbook.RunbookCommand;
import dev.maitred.launcher.sql.SqlCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry: {@code ./maitred <command>}. */
@Command(
        name = "maitred",
        mixinStandardHelpOptions = true,
        version = "maitred 0.1.0",
        description = "Live availability, queue lag and nightly analytics for any Postgres booking database.",
        subcommands = {
            DemoCommand.class,
            SqlCommand.class,
            ReconcileCommand.class,
            NightlyCommand.class,
            RunbookCommand.class
        },
        synopsisSubcommandLabel = "COMMAND")
public final class Maitred {

    private Maitred() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Maitred());
        line.setExecutionExceptionHandler(new Failures());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(arguments));
    }
}
