package dev.maitred.launcher.nightly;

import dev.maitred.batch.nightly.NightlyAnalytics;
import dev.maitred.batch.nightly.NightlyOutcome;
import dev.maitred.launcher.platform.Analytics;
import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./maitred nightly}: the night's analytics of a business date, in a process of its own. */
@Command(
        name = "nightly",
        mixinStandardHelpOptions = true,
        description =
                "Lands the change log in ClickHouse, builds the marts of every night touched, audits and publishes them."
                        + " Killed in the middle and run again, it gives the same rows.")
public final class NightlyCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Option(
            names = "--date",
            paramLabel = "DATE",
            description = "business date, as in 2026-11-20 (default: the last that is over at some venue)")
    private @Nullable LocalDate date;

    @Option(names = "--again", description = "also when it was run before: with what the source says now")
    private boolean again;

    @Override
    public Integer call() throws InterruptedException {
        CommandLine line = Objects.requireNonNull(spec).commandLine();
        LocalDate newest = LocalDate.now(ZoneOffset.UTC).plusDays(1);
        if (date != null && date.isAfter(newest)) {
            throw new ParameterException(
                    line, "--date: expected a night that has begun, " + newest + " at the latest, found " + date);
        }
        PrintWriter out = line.getOut();
        try (RunningPlatform platform = data.platform();
                NightlyAnalytics nightly = Analytics.of(platform.endpoints(), step -> {
                    out.println(step);
                    out.flush();
                })) {
            LocalDate chosen = date == null ? nightly.lastNight(Clock.systemUTC()) : date;
            NightlyOutcome outcome = again ? nightly.runAgain(chosen) : nightly.run(chosen);
            print(out, outcome);
            return outcome.differences().isEmpty() ? 0 : 1;
        }
    }

    static void print(PrintWriter out, NightlyOutcome outcome) {
        if (outcome.already()) {
            out.printf(
                    "%s was done before and nothing of it is new: nothing was done now. What follows is of the run that ended"
                            + " %s; --again does it once more.%n",
                    outcome.date(), outcome.endedAt());
        }
        out.printf(
                "%s, run %s%s: %,d rows landed, %,d rows in, %,d rows out on %d dates, %.1f s%n",
                outcome.date(),
                outcome.run(),
                outcome.already() ? " (the earlier one)" : "",
                outcome.rowsLanded(),
                outcome.rowsIn(),
                outcome.rowsOut(),
                outcome.dates(),
                outcome.seconds());
        out.println("hash of all rows " + outcome.hash() + ", of this date's " + outcome.dateHash());
        out.println(outcome.audited() ? "audited: no difference" : "not audited: " + outcome.notAudited());
        outcome.differences()
                .forEach(each -> out.printf(
                        "differs: %s %s %s %s: the source says %d, the history %d%n",
                        each.venue(), each.slot(), each.what(), each.detail(), each.expected(), each.found()));
        out.flush();
    }
}
