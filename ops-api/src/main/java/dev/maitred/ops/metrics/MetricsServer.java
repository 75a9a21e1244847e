package dev.maitred.ops.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.pipeline.SourceStatuses;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** {@code GET /metrics} in Prometheus' text format, on a loopback port of its own: what monitoring asks for is nobody else's. */
public final class MetricsServer implements AutoCloseable {

    private static final int WAITING = 8;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExecutorService threads = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("metrics").daemon().factory());
    private final HttpServer server;

    /**
     * @param port 0: any free one
     * @param sources that are told of
     */
    public MetricsServer(int port, List<String> sources, SourceStatuses statuses, Watermarks watermarks) {
        SourceMetrics metrics = new SourceMetrics(statuses, watermarks, registry);
        sources.forEach(metrics::of);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAITING);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The port " + port + " for metrics cannot be had (" + e.getMessage()
                            + "): set MAITRED_MANAGEMENT_PORT to another, or to 0 for any free one",
                    e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().equals("/metrics")
                    && exchange.getRequestMethod().equals("GET");
            byte[] body = (known ? registry.scrape() : "There is GET /metrics and nothing else here.\n")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(known ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        registry.close();
    }
}
