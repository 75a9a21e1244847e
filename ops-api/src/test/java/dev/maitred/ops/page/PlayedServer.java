package dev.maitred.ops.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.webjars.WebJarVersionLocator;

/**
 * Serves the page's files under the strictest policy, and answers and events that a test writes: what the page does
 * with an answer is tested here, whether the answers are right is tested where they are made.
 */
final class PlayedServer implements AutoCloseable {

    private static final String PIPELINE = "pipeline";
    private static final long PULSE_MILLIS = 500;

    /** One open event stream; it ends when the latch is down. */
    private record Listener(OutputStream out, CountDownLatch end) {}

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html;charset=utf-8", "js", "text/javascript", "css", "text/css", "svg", "image/svg+xml");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, String> snapshot = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor();
    private volatile boolean streaming = true;
    private boolean reporting = true;

    PlayedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        pulse.scheduleWithFixedDelay(this::report, PULSE_MILLIS, PULSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    /** The answer of every later request of that method and path (without its query); 404 where none is given. */
    void answer(String methodAndPath, String json) {
        answers.put(methodAndPath, json);
    }

    /** Sends an event to every stream, and first of all to those that connect later. */
    synchronized void event(String name, String key, String json) {
        var text = "event: " + name + "\ndata: " + json + "\n\n";
        snapshot.put(name + key, text);
        listeners.forEach(listener -> send(listener, text));
    }

    /** Whether the last word on the pipeline is repeated all the time, as the API does; else the page hears no more of it. */
    synchronized void reporting(boolean wanted) {
        reporting = wanted;
    }

    private synchronized void report() {
        if (reporting) {
            snapshot.forEach((key, text) -> {
                if (key.startsWith(PIPELINE)) {
                    listeners.forEach(listener -> send(listener, text));
                }
            });
        }
    }

    /** Nothing newer comes before what was there when it connected. */
    private synchronized void connect(Listener listener) {
        listeners.add(listener);
        snapshot.values().forEach(text -> send(listener, text));
    }

    /** Cuts every stream and refuses new ones until told otherwise. */
    void streaming(boolean allowed) {
        streaming = allowed;
        if (!allowed) {
            listeners.forEach(listener -> listener.end().countDown());
        }
    }

    /** "METHOD path?query body" of every request so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath();
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
            exchange.getResponseHeaders().set("Content-Security-Policy", "default-src 'self'");
            if (path.equals("/api/v1/stream")) {
                stream(exchange);
            } else if (path.startsWith("/api/") || path.startsWith("/demo/")) {
                reply(exchange, answers.get(exchange.getRequestMethod() + " " + path));
            } else {
                file(exchange, path.equals("/") ? "/index.html" : path);
            }
        }
    }

    private static void reply(HttpExchange exchange, @Nullable String json) throws IOException {
        var status = json == null ? 404 : json.contains("\"problem\"") ? 409 : 200;
        var bytes = Objects.requireNonNullElse(json, "{\"title\":\"Not found\",\"detail\":\"Nothing here.\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", status == 200 ? "application/json" : "application/problem+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void stream(HttpExchange exchange) throws IOException {
        if (!streaming) {
            exchange.sendResponseHeaders(503, -1);
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        var listener = new Listener(exchange.getResponseBody(), new CountDownLatch(1));
        connect(listener);
        try {
            listener.end().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listeners.remove(listener);
        }
    }

    private static void send(Listener listener, String text) {
        synchronized (listener) {
            try {
                listener.out().write(text.getBytes(StandardCharsets.UTF_8));
                listener.out().flush();
            } catch (IOException gone) {
                listener.end().countDown();
            }
        }
    }

    private static void file(HttpExchange exchange, String path) throws IOException {
        var name = path.startsWith("/webjars/") ? webJar(path.substring("/webjars/".length())) : "static" + path;
        try (var in = name == null ? null : PlayedServer.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
            exchange.getResponseHeaders()
                    .set("Content-Type", Objects.requireNonNullElse(type, "application/octet-stream"));
            var bytes = in.readAllBytes();
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Serving " + path, e);
        }
    }

    private static @Nullable String webJar(String path) {
        var slash = path.indexOf('/');
        return new WebJarVersionLocator().fullPath(path.substring(0, slash), path.substring(slash + 1));
    }

    @Override
    public void close() {
        pulse.shutdownNow();
        streaming(false);
        server.stop(0);
        threads.shutdownNow();
    }
}
