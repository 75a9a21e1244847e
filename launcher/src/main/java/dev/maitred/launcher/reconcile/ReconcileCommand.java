package dev.maitred.launcher.reconcile;

import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.NotRunningException;
import dev.maitred.launcher.running.RunningPlatform;
import dev.maitred.ops.reconcile.Reconciliation;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./maitred reconcile}: proves the live numbers, or names what differs. */
@Command(
        name = "reconcile",
        mixinStandardHelpOptions = true,
        description =
                "Compares every live board with the database at one LSN. Exit code 0: equal; 1: something differs.")
public final class ReconcileCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(250);
    private static final Duration RUN_PATIENCE = Duration.ofMinutes(5);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--source", paramLabel = "NAME", description = "this source alone, as in nightclub (default: all)")
    private @Nullable String source;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "how long a platform that is still starting is waited for (default: ${DEFAULT-VALUE})")
    private Duration patience = Duration.ofSeconds(30);

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        List<Reconciliation> found = awaitAnswer(out);
        found.forEach(each -> print(out, each));
        int boards = found.stream().mapToInt(Reconciliation::boards).sum();
        int differences =
                found.stream().mapToInt(each -> each.differences().size()).sum();
        out.println(boards + " boards compared, " + count(differences));
        out.flush();
        return differences == 0 ? 0 : 1;
    }

    /** Asks until the platform is there and all its partitions answer, and says once what it waits for. */
    private List<Reconciliation> awaitAnswer(PrintWriter out) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String said = "";
        while (true) {
            String reason;
            try (RunningPlatform platform = data.platform()) {
                HttpResponse<String> answer = platform.post(path(), RUN_PATIENCE);
                if (answer.statusCode() == 200) {
                    return Arrays.asList(JSON.readValue(answer.body(), Reconciliation[].class));
                }
                reason = reason(answer);
                if (answer.statusCode() != 503 || System.nanoTime() >= deadline) {
                    throw new IOException(reason);
                }
            } catch (NotRunningException e) {
                reason = String.valueOf(e.getMessage());
                if (!e.isComingPerhaps() || System.nanoTime() >= deadline) {
                    throw e;
                }
            }
            if (!reason.equals(said)) {
                out.println("waiting up to " + patience.toSeconds() + " s: " + reason);
                out.flush();
                said = reason;
            }
            Thread.sleep(ASK_AGAIN_AFTER);
        }
    }

    private String path() {
        return "/api/v1/reconciliations"
                + (source == null ? "" : "?source=" + URLEncoder.encode(source, StandardCharsets.UTF_8));
    }

    private static String reason(HttpResponse<String> answer) {
        JsonNode detail = JSON.readTree(answer.body()).path("detail");
        return detail.isString() ? detail.stringValue() : "The platform answered " + answer.statusCode() + ".";
    }

    private static void print(PrintWriter out, Reconciliation found) {
        out.printf(
                "%s as of %s: %d boards compared with %d mapped rows, %d with truth.sql, in %.1f s: %s%n",
                found.source(),
                found.lsn(),
                found.boards(),
                found.rows(),
                found.truths(),
                found.seconds(),
                count(found.differences().size()));
        if (found.unmapped() > 0) {
            out.printf("  %d of its rows cannot be mapped and are in no board:%n", found.unmapped());
            for (Reconciliation.Unmapped each : found.examples()) {
                out.printf("    %s %s: %s%n", each.table(), each.row(), each.reason());
            }
        }
        for (Reconciliation.Difference each : found.differences()) {
            out.printf(
                    "  %s %s: live %s, database %s (by %s)%n",
                    each.board(), each.field(), each.live(), each.database(), each.judge());
        }
    }

    private static String count(int differences) {
        return differences == 1 ? "1 difference" : differences + " differences";
    }
}
