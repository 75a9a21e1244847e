package dev.maitred.embedded.clickhouse.http;

import com.sun.net.httpserver.HttpServer;
import dev.maitred.embedded.clickhouse.engine.Engine;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The HTTP server on loopback. */
public final class HttpFacade implements AutoCloseable {
    static final int IDLE_SECONDS = 60;

    private static final int CONNECTIONS = 256;
    private static final int STATEMENTS = 24;
    private static final long WATCH_MILLIS = 500;

    private final HttpServer server;
    private final ExecutorService handlers;
    private final ScheduledExecutorService watch;

    private HttpFacade(HttpServer server, Engine engine, Credentials credentials) {
        this.server = server;
        // Platform threads: a statement holds its thread within native code, and virtual threads have only as many
        // carriers
        // as there are cores. They are bounded by the number of connections.
        this.handlers = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("http-", 0).factory());
        this.watch = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("clients").factory());
        ClientWatch clients = new ClientWatch(server.getAddress().getPort(), engine::cancel);
        watch.scheduleWithFixedDelay(clients, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
        server.setExecutor(handlers);
        server.createContext("/", new QueryHandler(engine, credentials, clients, STATEMENTS));
    }

    /**
     * Serves the engine.
     *
     * @param port the port wanted; another one is taken when it is in use
     */
    public static HttpFacade serve(Engine engine, Credentials credentials, int port) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.idleInterval", Integer.toString(IDLE_SECONDS));
        System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(CONNECTIONS));
        System.setProperty("jdk.httpserver.maxConnections", Integer.toString(CONNECTIONS));
        HttpFacade facade = new HttpFacade(bind(port), engine, credentials);
        facade.server.start();
        return facade;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static HttpServer bind(int port) throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try {
            return HttpServer.create(new InetSocketAddress(loopback, port), 64);
        } catch (BindException e) {
            return HttpServer.create(new InetSocketAddress(loopback, 0), 64);
        }
    }

    /** Takes no more requests and cuts those under way. */
    @Override
    public void close() {
        server.stop(0);
        watch.shutdownNow();
        handlers.shutdown();
    }
}
