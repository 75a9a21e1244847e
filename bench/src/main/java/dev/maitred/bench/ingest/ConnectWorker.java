package dev.maitred.bench.ingest;

import dev.maitred.embedded.LoopbackPort;
import dev.maitred.ingest.Ingest;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.json.JsonConverter;
import tools.jackson.databind.json.JsonMapper;

/** Kafka Connect standalone in a process of its own, as its script starts it; spoken to by its REST interface on loopback. */
final class ConnectWorker implements AutoCloseable {

    /** What Kafka's own script gives it. */
    private static final List<String> MEMORY = List.of("-Xms256m", "-Xmx2g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final JsonMapper JSON = new JsonMapper();

    private final ReaderJvm jvm;
    private final URI connectors;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ConnectWorker(String bootstrap, Path directory) throws IOException, InterruptedException {
        String listener = "http://" + LoopbackPort.HOST + ":" + LoopbackPort.anyFree("Kafka Connect");
        this.connectors = URI.create(listener + "/connectors");
        Path settings = directory.resolve("connect.properties");
        Files.writeString(
                settings,
                Map.of(
                                "bootstrap.servers",
                                bootstrap,
                                "listeners",
                                listener,
                                "key.converter",
                                JsonConverter.class.getName(),
                                "value.converter",
                                JsonConverter.class.getName(),
                                "offset.storage.file.filename",
                                directory.resolve("connect.offsets").toString(),
                                // Its plugins are on the class path, and each says so itself.
                                "plugin.discovery",
                                "service_load")
                        .entrySet()
                        .stream()
                        .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                        .collect(Collectors.joining()));
        Path ours = placeOf(Ingest.class);
        this.jvm = ReaderJvm.start(
                ConnectStandalone.class.getName(),
                MEMORY,
                // Ingest brings its own form of two of Debezium's classes: the peer runs with Debezium's.
                each -> !each.toAbsolutePath().equals(ours),
                Map.of(),
                directory.resolve("connect.txt"),
                settings.toString());
        try {
            await("answers", () -> send("GET", "", "").statusCode() == 200);
        } catch (IOException | InterruptedException | RuntimeException e) {
            jvm.close();
            throw e;
        }
    }

    private static Path placeOf(Class<?> ours) {
        try {
            return Path.of(ours.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean isAlive() {
        return jvm.isAlive();
    }

    void create(String connector, Map<String, String> settings) throws IOException, InterruptedException {
        expect("POST", "", JSON.writeValueAsString(Map.of("name", connector, "config", settings)));
        awaitTask(connector, "RUNNING");
    }

    void stop(String connector) throws IOException, InterruptedException {
        expect("PUT", "/" + connector + "/stop", "");
        await(connector + " is stopped", () -> {
            String status = send("GET", "/" + connector + "/status", "").body();
            return status.contains("STOPPED") && !status.contains("RUNNING");
        });
    }

    void resume(String connector) throws IOException, InterruptedException {
        expect("PUT", "/" + connector + "/resume", "");
    }

    void delete(String connector) throws IOException, InterruptedException {
        expect("DELETE", "/" + connector, "");
    }

    private void awaitTask(String connector, String state) throws IOException, InterruptedException {
        await(connector + " is " + state, () -> {
            var status =
                    JSON.readTree(send("GET", "/" + connector + "/status", "").body());
            String task = status.path("tasks").path(0).path("state").asString("");
            if (task.equals("FAILED")) {
                throw new IllegalStateException(connector + " failed: "
                        + status.path("tasks").path(0).path("trace").asString(""));
            }
            return task.equals(state);
        });
    }

    private void expect(String method, String path, String body) throws IOException, InterruptedException {
        // A worker that is still busy with the last change says 409: it is asked again.
        await(method + " " + path, () -> {
            HttpResponse<String> answer = send(method, path, body);
            if (answer.statusCode() >= 400 && answer.statusCode() != 409 && answer.statusCode() < 500) {
                throw new IllegalStateException("Kafka Connect refused " + method + " " + path + ": "
                        + answer.statusCode() + " " + answer.body());
            }
            return answer.statusCode() < 300;
        });
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(connectors + path))
                        .timeout(PATIENCE)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private void await(String what, Condition condition) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (ConnectException e) {
                if (!jvm.isAlive()) {
                    throw new IllegalStateException("Kafka Connect ended. It said: " + jvm.said(), e);
                }
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Kafka Connect: \"" + what + "\" did not come true within "
                        + PATIENCE.toSeconds() + " s. It said: " + jvm.said());
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Override
    public void close() throws InterruptedException {
        jvm.close();
    }
}
