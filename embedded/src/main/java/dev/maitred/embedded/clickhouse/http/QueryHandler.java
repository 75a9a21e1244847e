package dev.maitred.embedded.clickhouse.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.maitred.embedded.clickhouse.engine.Engine;
import dev.maitred.embedded.clickhouse.engine.EngineException;
import dev.maitred.embedded.clickhouse.engine.Session;
import dev.maitred.embedded.clickhouse.wire.FrameException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Takes a request from its first header to the end of its answer. */
final class QueryHandler implements HttpHandler {
    private static final Logger LOG = System.getLogger(QueryHandler.class.getName());
    private static final long WAIT_SECONDS = 60;

    private final Engine engine;
    private final Credentials credentials;
    private final ClientWatch clients;
    private final Semaphore places;

    QueryHandler(Engine engine, Credentials credentials, ClientWatch clients, int statements) {
        this.engine = engine;
        this.credentials = credentials;
        this.clients = clients;
        this.places = new Semaphore(statements, true);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Answer answer = new Answer(exchange);
        try {
            String path = exchange.getRequestURI().getPath();
            boolean asks = exchange.getRequestURI().getRawQuery() != null
                    || exchange.getRequestMethod().equals("POST");
            if (path.equals("/ping") || path.equals("/") && !asks) {
                answer.text(200, "Ok.\n");
            } else if (!path.equals("/")) {
                answer.text(
                        404, "There is no resource " + path + ". Statements go to /, /ping answers when serving.\n");
            } else {
                query(exchange, answer);
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "A request ended early: {0}", e.getMessage());
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A request failed within the server", e);
            answer.fail(500, new EngineException(49, "LOGICAL_ERROR", "The server failed: " + e));
        }
    }

    private void query(HttpExchange exchange, Answer answer) throws IOException {
        if (!Set.of("GET", "POST").contains(exchange.getRequestMethod())) {
            answer.text(405, "Expected GET or POST\n");
            return;
        }
        if (!credentials.match(
                exchange.getRequestHeaders(),
                QueryRequest.parameters(exchange.getRequestURI().getRawQuery()))) {
            answer.fail(
                    401,
                    new EngineException(
                            516,
                            "AUTHENTICATION_FAILED",
                            "Authentication failed: password is incorrect, or there is no user with such name."));
            return;
        }
        try {
            QueryRequest request = QueryRequest.of(exchange);
            answer.encodeFor(request);
            RequestBody body = RequestBody.read(exchange, request);
            // Whoever ends statements must not wait for them to end.
            boolean waits = body.statement().kind() != StatementText.Kind.KILL;
            if (waits && !places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new EngineException(202, "TOO_MANY_SIMULTANEOUS_QUERIES", "Too many simultaneous queries");
            }
            int client = exchange.getRemoteAddress().getPort();
            clients.started(client, request.queryId());
            try (Session session = engine.session()) {
                new Execution(session, request, body, answer).run();
            } finally {
                clients.ended(client);
                if (waits) {
                    places.release();
                }
            }
        } catch (EngineException e) {
            LOG.log(Level.DEBUG, e::text);
            answer.fail(ErrorStatus.of(e.code()), e);
        } catch (FrameException e) {
            answer.fail(400, new EngineException(e.code(), "CANNOT_DECOMPRESS", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.fail(503, new EngineException(394, "QUERY_WAS_CANCELLED", "The server is stopping"));
        }
    }
}
