package dev.maitred.launcher.pause;

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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a running platform to leave a source alone or to read it again, and waits until it does. */
final class Asking {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ASK_PATIENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(100);

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--source", paramLabel = "NAME", description = "needed where there are several, as in nightclub")
    private @Nullable String source;

    /** @param reached says of a state whether it is what was asked for */
    int ask(String what, Predicate<String> reached, PrintWriter out) throws IOException, InterruptedException {
        try (RunningPlatform platform = data.platform()) {
            String named = source != null ? source : only(platform);
            HttpResponse<String> asked = platform.post(
                    "/api/v1/sources/" + URLEncoder.encode(named, StandardCharsets.UTF_8) + "/" + what, ASK_PATIENCE);
            if (asked.statusCode() != 202) {
                throw new IOException(JSON.readTree(asked.body())
                        .path("detail")
                        .asString("The platform answered " + asked.statusCode()));
            }
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            String state = "";
            while (System.nanoTime() < deadline) {
                state = source(platform, named).path("state").asString("");
                if (reached.test(state)) {
                    out.println(named + ": " + state);
                    return 0;
                }
                Thread.sleep(LOOK_AGAIN_AFTER);
            }
            throw new IOException(named + " is " + state + " after " + PATIENCE.toSeconds()
                    + " s; GET /api/v1/pipeline says how it goes on");
        }
    }

    private static JsonNode source(RunningPlatform platform, String name) throws IOException, InterruptedException {
        for (JsonNode each : sources(platform)) {
            if (each.path("source").asString("").equals(name)) {
                return each;
            }
        }
        throw new IOException("/api/v1/pipeline tells nothing of " + name);
    }

    private static String only(RunningPlatform platform) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        sources(platform).forEach(each -> names.add(each.path("source").asString("")));
        if (names.size() != 1) {
            throw new IOException("Several sources are there: name one with --source, of " + names);
        }
        return names.getFirst();
    }

    private static JsonNode sources(RunningPlatform platform) throws IOException, InterruptedException {
        return JSON.readTree(platform.get("/api/v1/pipeline", ASK_PATIENCE).body())
                .path("value")
                .path("sources");
    }
}
