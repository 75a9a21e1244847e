package dev.maitred.launcher.plan;

import dev.maitred.ingest.change.MappingState;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends mappings to a running platform, and says in a line whenever they are further, until nothing more becomes of them. */
final class Switching {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration ASK_PATIENCE = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(200);
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(2);

    /** Without being any further. Writing what differs of a large source is one step, and takes the longest. */
    private static final Duration STALL_PATIENCE = Duration.ofMinutes(5);

    private final RunningPlatform platform;
    private final PrintWriter out;

    /** What was sent and is not at its end, by source. */
    private final Map<String, Sent> sent = new LinkedHashMap<>();

    /** What of one is shown, and since when it is no further. */
    private static final class Sent {
        final String version;
        String shown = "";
        String shownLine = "";
        long shownNanos;

        @Nullable
        Stand last;

        long lastNanos = System.nanoTime();

        Sent(String version) {
            this.version = version;
        }
    }

    Switching(RunningPlatform platform, PrintWriter out) {
        this.platform = platform;
        this.out = out;
    }

    /** Null: there is no such source. */
    @Nullable
    Stand stand(String source) throws IOException, InterruptedException {
        return stands().get(source);
    }

    Set<String> sources() throws IOException, InterruptedException {
        return stands().keySet();
    }

    /** @return whether it was taken; what it was refused for is printed */
    boolean send(PlatformConfig.Source source) throws IOException, InterruptedException {
        HttpResponse<String> answer = platform.post(
                "/api/v1/sources/" + URLEncoder.encode(source.name(), StandardCharsets.UTF_8) + "/mapping",
                source.mappingYaml(),
                ASK_PATIENCE);
        if (answer.statusCode() != 202) {
            out.println(source.name() + ": "
                    + JSON.readTree(answer.body())
                            .path("detail")
                            .asString("the platform answered " + answer.statusCode()));
            return false;
        }
        sent.put(source.name(), new Sent(MappingState.version(source.mappingYaml())));
        return true;
    }

    /** @return whether all that were sent are in force */
    boolean awaitSent() throws IOException, InterruptedException {
        Map<String, Boolean> ended = new HashMap<>();
        while (!sent.isEmpty()) {
            Map<String, Stand> stands = stands();
            for (Map.Entry<String, Sent> each : sent.entrySet()) {
                Boolean end = look(each.getKey(), each.getValue(), stands.get(each.getKey()));
                if (end != null) {
                    ended.put(each.getKey(), end);
                }
            }
            sent.keySet().removeAll(ended.keySet());
            if (!sent.isEmpty()) {
                Thread.sleep(LOOK_AGAIN_AFTER);
            }
        }
        return !ended.containsValue(false);
    }

    /** @return whether it is in force; null: that is not decided */
    private @Nullable Boolean look(String source, Sent its, @Nullable Stand stand) {
        if (stand == null) {
            out.println(source + ": the platform does not tell of it any more");
            return false;
        }
        long now = System.nanoTime();
        if (!stand.equals(its.last)) {
            its.last = stand;
            its.lastNanos = now;
        }
        boolean ends = stand.isOf(its.version) && (stand.isInForce() || stand.isFailed());
        show(source, its, stand, ends, now);
        if (ends) {
            if (stand.isFailed()) {
                out.println("  Answers go on by the mapping before. It is tried again until another one is sent.");
            }
            return stand.isInForce();
        }
        if (now - its.lastNanos > STALL_PATIENCE.toNanos()) {
            out.println(source + ": no further for " + STALL_PATIENCE.toSeconds()
                    + " s; it was taken, and GET /api/v1/pipeline says how it goes on");
            return false;
        }
        return null;
    }

    private void show(String source, Sent its, Stand stand, boolean ends, long now) {
        String line = stand.line(its.version);
        boolean isOther = !stand.mapping().equals(its.shown);
        boolean isTime = now - its.shownNanos > PROGRESS_EVERY.toNanos() && !line.equals(its.shownLine);
        if (ends || isOther || isTime) {
            out.println(source + ": " + line);
            out.flush();
            its.shown = stand.mapping();
            its.shownLine = line;
            its.shownNanos = now;
        }
    }

    private Map<String, Stand> stands() throws IOException, InterruptedException {
        Map<String, Stand> stands = new TreeMap<>();
        for (JsonNode each : JSON.readTree(
                        platform.get("/api/v1/pipeline", ASK_PATIENCE).body())
                .path("value")
                .path("sources")) {
            stands.put(each.path("source").asString(""), Stand.of(each));
        }
        return stands;
    }
}
