package dev.maitred.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./maitred bench <what>}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures, beside a peer in the same run. Results that are claimed stand in bench/LOG.md.",
        subcommands = {FreshnessBench.class, ReadsBench.class, ReplicaBench.class},
        synopsisSubcommandLabel = "WHAT")
public final class Bench {

    private Bench() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench()).execute(arguments));
    }
}
