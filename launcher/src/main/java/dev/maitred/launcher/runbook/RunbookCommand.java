package dev.maitred.launcher.runbook;

import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./maitred runbook}: reads a runbook aloud and runs its queries on the way. */
@Command(
        name = "runbook",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a runbook and runs its queries against the running platform; without a name it lists them.",
            "Nothing is changed: queries are GET requests, and SQL in a read-only transaction. Exit code 0: all is as"
                    + " expected; 1: something is not."
        })
public final class RunbookCommand implements Callable<Integer> {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final int MOST_LINES = 60;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "as in availability-stale")
    private @Nullable String name;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (name == null) {
            Runbooks.all().forEach(each -> out.printf("%-24s %s%n", each.name(), each.title()));
            out.flush();
            return 0;
        }
        Runbook runbook = Runbooks.named(name);
        try (RunningPlatform platform = data.platform()) {
            List<Expectation.Verdict> verdicts = run(runbook, new QueryRunner(platform), out);
            boolean isFine = conclude(runbook, verdicts, out);
            out.flush();
            return isFine ? 0 : 1;
        }
    }

    private static List<Expectation.Verdict> run(Runbook runbook, QueryRunner runner, PrintWriter out)
            throws InterruptedException {
        List<Expectation.Verdict> verdicts = new ArrayList<>();
        for (Runbook.Part part : runbook.parts()) {
            switch (part) {
                case Runbook.Heading heading -> out.println("#".repeat(heading.level()) + " " + heading.text());
                case Runbook.Text text -> out.println(text.markdown());
                case Runbook.Query query -> verdicts.addAll(run(query, runner, out));
            }
            out.println();
            out.flush();
        }
        return verdicts;
    }

    private static List<Expectation.Verdict> run(Runbook.Query query, QueryRunner runner, PrintWriter out)
            throws InterruptedException {
        query.source().lines().forEach(line -> out.println("> " + line));
        out.flush();
        JsonNode answer = runner.run(query);
        print(answer, out);
        List<Expectation.Verdict> verdicts =
                query.expectations().stream().map(each -> each.judge(answer)).toList();
        verdicts.forEach(verdict -> out.println((verdict.holds() ? "  as expected: " : "  NOT as expected: ")
                + verdict.expectation() + ", found " + verdict.found()));
        return verdicts;
    }

    private static void print(JsonNode answer, PrintWriter out) {
        List<String> lines = JSON.writeValueAsString(answer).lines().toList();
        lines.stream().limit(MOST_LINES).forEach(line -> out.println("  " + line));
        if (lines.size() > MOST_LINES) {
            out.println("  ... and " + (lines.size() - MOST_LINES) + " lines more");
        }
    }

    private static boolean conclude(Runbook runbook, List<Expectation.Verdict> verdicts, PrintWriter out) {
        List<Expectation.Verdict> failed =
                verdicts.stream().filter(verdict -> !verdict.holds()).toList();
        if (failed.isEmpty()) {
            out.println(
                    "Verdict: " + runbook.name() + " is not the case; all " + verdicts.size() + " expectations hold.");
            return true;
        }
        out.println("Verdict: " + failed.size() + " of " + verdicts.size() + " expectations do not hold:");
        failed.forEach(verdict -> out.println("  " + verdict.expectation() + ", found " + verdict.found()
                + (verdict.expectation().otherwise().isEmpty()
                        ? ""
                        : ": " + verdict.expectation().otherwise())));
        return false;
    }
}
