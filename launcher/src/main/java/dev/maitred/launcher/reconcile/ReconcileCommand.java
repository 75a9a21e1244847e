package dev.maitred.launcher.reconcile;

import dev.maitred.launcher.platform.Endpoints;
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
        ReconcileText text = new ReconcileText(out);
        long deadline = System.nanoTime() + patience.toNanos();
        List<String> names = source != null ? List.of(source) : sources(out, deadline);
        if (names.size() < 2) {
            text.print(awaitAnswer(names.isEmpty() ? null : names.getFirst(), out, deadline));
        }
        // Each by itself, so that one that cannot be compared keeps no other from it.
        for (String name : names.size() < 2 ? List.<String>of() : names) {
            try {
                text.print(awaitAnswer(name, out, deadline));
            } catch (IOException e) {
                text.notCompared(name, String.valueOf(e.getMessage()));
            }
        }
        return text.sum() ? 0 : 1;
    }

    /** Of the running platform; empty where an older one does not say. */
    private List<String> sources(PrintWriter out, long deadline) throws InterruptedException {
        String said = "";
        while (true) {
            try (RunningPlatform platform = data.platform()) {
                return platform.endpoints().sources().stream()
                        .map(Endpoints.Source::name)
                        .toList();
            } catch (NotRunningException e) {
                if (!e.isComingPerhaps() || System.nanoTime() >= deadline) {
                    throw e;
                }
                said = sayOnce(out, said, String.valueOf(e.getMessage()));
            }
            Thread.sleep(ASK_AGAIN_AFTER);
        }
    }

    private String sayOnce(PrintWriter out, String said, String reason) {
        if (!reason.equals(said)) {
            out.println("waiting up to " + patience.toSeconds() + " s: " + reason);
            out.flush();
        }
        return reason;
    }

    /** Asks until the platform is there and all its partitions answer, and says once what it waits for. */
    private List<Reconciliation> awaitAnswer(@Nullable String name, PrintWriter out, long deadline)
            throws IOException, InterruptedException {
        String said = "";
        while (true) {
            String reason;
            try (RunningPlatform platform = data.platform()) {
                HttpResponse<String> answer = platform.post(path(name), RUN_PATIENCE);
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
            said = sayOnce(out, said, reason);
            Thread.sleep(ASK_AGAIN_AFTER);
        }
    }

    private static String path(@Nullable String name) {
        return "/api/v1/reconciliations"
                + (name == null ? "" : "?source=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }

    private static String reason(HttpResponse<String> answer) {
        JsonNode detail = JSON.readTree(answer.body()).path("detail");
        return detail.isString() ? detail.stringValue() : "The platform answered " + answer.statusCode() + ".";
    }
}
