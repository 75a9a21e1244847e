package dev.maitred.bench;

import dev.maitred.bench.ingest.IngestBench;
import dev.maitred.launcher.Misuse;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./maitred bench <what>}. */
@Command(
        name = "maitred bench",
        mixinStandardHelpOptions = true,
        description = "Measures, beside a peer in the same run. Results that are claimed stand in bench/LOG.md.",
        subcommands = {FreshnessBench.class, IngestBench.class, ReadsBench.class, ReplicaBench.class},
        synopsisSubcommandLabel = "WHAT")
public final class Bench {

    private Bench() {}

    static CommandLine commandLine() {
        return new CommandLine(new Bench()).setParameterExceptionHandler(new Misuse());
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
