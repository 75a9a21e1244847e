package dev.maitred.launcher.serve;

import dev.maitred.launcher.platform.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Waits until a platform answers for all partitions: then the first page that is opened is whole. */
public final class Readiness {

    private static final Duration ASK_EVERY = Duration.ofMillis(50);
    private static final String ALL_ANSWER = "\"answering\":12,\"of\":12";

    private Readiness() {}

    /**
     * @param anyVenue whether at least one venue is waited for too, where it is known that there is one
     * @throws CancellationException when it is stopped meanwhile
     */
    public static void await(Platform platform, boolean anyVenue, Duration patience, BooleanSupplier stopping)
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
                if (answer.contains(ALL_ANSWER) && (!anyVenue || answer.contains("\"venue\""))) {
                    return;
                }
                Thread.sleep(ASK_EVERY);
            }
        }
        throw new IllegalStateException("The boards were not there within " + patience.toSeconds()
                + " s; the logs in the data directory say why");
    }
}
