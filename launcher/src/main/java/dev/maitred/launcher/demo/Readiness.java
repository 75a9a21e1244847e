package dev.maitred.launcher.demo;

import dev.maitred.launcher.platform.Platform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Waits until every partition answers: then the first page that is opened is whole. */
final class Readiness {

    private static final Duration ASK_EVERY = Duration.ofMillis(50);

    private Readiness() {}

    /** @throws CancellationException when it is stopped meanwhile */
    static void await(Platform platform, Duration patience, BooleanSupplier stopping)
            throws IOException, InterruptedException {
        URI pipeline = URI.create(platform.endpoints().http() + "/api/v1/venues");
        long deadline = System.nanoTime() + patience.toNanos();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                if (stopping.getAsBoolean()) {
                    throw new CancellationException("Stopped before it was ready");
                }
                String answer = client.send(
                                HttpRequest.newBuilder(pipeline).build(), HttpResponse.BodyHandlers.ofString())
                        .body();
                if (answer.contains("\"answering\":12,\"of\":12") && answer.contains("\"venue\"")) {
                    return;
                }
                Thread.sleep(ASK_EVERY);
            }
        }
        throw new IllegalStateException("The boards were not there within " + patience.toSeconds()
                + " s; the logs in the data directory say why");
    }
}
