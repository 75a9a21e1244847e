package dev.maitred.launcher.resync;

import dev.maitred.launcher.platform.Endpoints;
import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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

/** {@code ./maitred resync}: reads rows again and says how far it is. */
@Command(
        name = "resync",
        mixinStandardHelpOptions = true,
        description =
                "Reads a venue's or a table's rows again, at one LSN, while live answers go on. Rows that are not in the database any "
                        + "more are removed. Exit code 0: done; 1: it failed.")
public final class ResyncCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ASK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofMillis(200);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--venue", paramLabel = "VENUE", description = "this venue alone, as in nightclub:7")
    private @Nullable String venue;

    @Option(names = "--table", paramLabel = "TABLE", description = "this table alone, as in bookings; may be repeated")
    private List<String> tables = List.of();

    @Option(names = "--source", paramLabel = "NAME", description = "needed where no venue says it, as in nightclub")
    private @Nullable String source;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "how long it is waited for (default: ${DEFAULT-VALUE})")
    private Duration patience = Duration.ofMinutes(10);

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (RunningPlatform platform = data.platform()) {
            if (venue == null && source == null) {
                List<String> known = platform.endpoints().sources().stream()
                        .map(Endpoints.Source::name)
                        .toList();
                String example = known.isEmpty() ? "nightclub" : known.getFirst();
                throw new IOException("Expected --venue (as in " + example + ":7) or --source (as in " + example
                        + "), found neither. Known sources: " + known);
            }
            HttpResponse<String> asked = platform.post("/api/v1/resyncs" + query(), ASK_PATIENCE);
            JsonNode answer = JSON.readTree(asked.body());
            if (asked.statusCode() != 202) {
                throw new IOException(answer.path("detail").asString("The platform answered " + asked.statusCode()));
            }
            return await(platform, answer.path("id").stringValue(), out);
        }
    }

    private int await(RunningPlatform platform, String id, PrintWriter out) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        String said = "";
        while (System.nanoTime() < deadline) {
            HttpResponse<String> answer = platform.get("/api/v1/resyncs/" + id, ASK_PATIENCE);
            JsonNode resync = JSON.readTree(answer.body());
            String state = resync.path("state").asString("asked");
            String line = switch (state) {
                case "asked", "waiting" -> "waiting for its turn";
                default ->
                    "%s: %,d rows read, %,d written, %,d removed, as of %s"
                            .formatted(
                                    state,
                                    resync.path("read").longValue(0),
                                    resync.path("written").longValue(0),
                                    resync.path("removed").longValue(0),
                                    resync.path("lsn").asString("an LSN to come"));
            };
            if (!line.equals(said)) {
                out.println(line);
                out.flush();
                said = line;
            }
            if (state.equals("done")) {
                return 0;
            }
            if (state.equals("failed")) {
                throw new IOException(resync.path("failure").asString("It failed"));
            }
            Thread.sleep(ASK_AGAIN_AFTER);
        }
        throw new IOException(
                "It is not done after " + patience.toSeconds() + " s and goes on: GET /api/v1/resyncs/" + id);
    }

    private String query() {
        List<String> parameters = new ArrayList<>();
        add(parameters, "venue", venue);
        add(parameters, "source", source);
        tables.forEach(table -> add(parameters, "table", table));
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    private static void add(List<String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
