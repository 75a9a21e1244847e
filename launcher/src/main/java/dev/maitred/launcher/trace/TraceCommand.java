package dev.maitred.launcher.trace;

import dev.maitred.launcher.running.DataOption;
import dev.maitred.launcher.running.RunningPlatform;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./maitred trace}: why a row counts, or does not. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        description =
                "Tells what a row of the booking database became: what its mapping makes of it now, what the change log says, which "
                        + "board counts it, or why none does. Exit code 0: something is known of such a row; 1: nothing is.")
public final class TraceCommand implements Callable<Integer> {

    private static final JsonMapper JSON = new JsonMapper();

    /** Longer than the platform's own bounds together. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--source", paramLabel = "NAME", description = "needed where several sources have that table")
    private @Nullable String source;

    @Option(names = "--json", description = "prints the API's answer as it is")
    private boolean json;

    @Parameters(
            index = "0",
            paramLabel = "TABLE",
            description = "as in bookings; with its schema unless that is public")
    private String table = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "its primary key, as in 4711; of several columns 7,42")
    private String key = "";

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        try (RunningPlatform platform = data.platform()) {
            HttpResponse<String> answer = platform.get("/api/v1/trace" + query(), PATIENCE);
            JsonNode trace = read(answer);
            if (answer.statusCode() != 200) {
                String detail = trace.path("detail").asString("The platform answered " + answer.statusCode());
                // The API speaks of its parameter; whoever typed a command has an option.
                throw new IOException(TraceText.plain(detail.replace("as in source=", "as in --source ")));
            }
            if (json) {
                out.println(answer.body());
            } else {
                new TraceText(out).print(trace);
            }
            out.flush();
            return trace.path("found").asBoolean(false) ? 0 : 1;
        }
    }

    private static JsonNode read(HttpResponse<String> answer) throws IOException {
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException("The platform answered " + answer.statusCode() + " and nothing that tells more", e);
        }
    }

    private String query() {
        return "?table=" + encoded(table) + "&row=" + encoded(key)
                + (source == null ? "" : "&source=" + encoded(source));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
