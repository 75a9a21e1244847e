package dev.maitred.launcher.serve;

import dev.maitred.contract.Topics;
import dev.maitred.launcher.platform.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Waits until a platform answers for all partitions: then the first page that is opened is whole. */
public final class Readiness {

    private static final Duration ASK_EVERY = Duration.ofMillis(50);

    /** So many of so many; each source that is known has all partitions. */
    private static final Pattern ANSWERING = Pattern.compile("\"answering\":(\\d+),\"of\":(\\d+)");

    private Readiness() {}

    /**
     * @param whole whether every source and at least one venue are waited for, where it is known that they come
     * @throws CancellationException when it is stopped meanwhile
     */
    public static void await(Platform platform, boolean whole, Duration patience, BooleanSupplier stopping)
            throws IOException, InterruptedException {
        URI venues = URI.create(platform.endpoints().http() + "/api/v1/venues");
        long deadline = System.nanoTime() + patience.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                if (stopping.getAsBoolean()) {
                    throw new CancellationException("Stopped before it was ready");
                }
                String answer = client.send(
                                HttpRequest.newBuilder(venues).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                int least = whole ? platform.sources().size() : 1;
                if (allAnswer(answer, least) && (!whole || answer.contains("\"venue\""))) {
                    return;
                }
                Thread.sleep(ASK_EVERY);
            }
        }
        throw new IllegalStateException("The boards were not there within " + patience.toSeconds()
                + " s; the logs in the data directory say why");
    }

    private static boolean allAnswer(String answer, int leastSources) {
        Matcher found = ANSWERING.matcher(answer);
        return found.find()
                && found.group(1).equals(found.group(2))
                && Integer.parseInt(found.group(2)) >= leastSources * Topics.PARTITIONS;
    }
}
