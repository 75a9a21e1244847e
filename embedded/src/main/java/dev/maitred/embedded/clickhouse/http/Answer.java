package dev.maitred.embedded.clickhouse.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.maitred.embedded.clickhouse.engine.EngineException;
import dev.maitred.embedded.clickhouse.engine.Progress;
import dev.maitred.embedded.clickhouse.wire.ContentCoding;
import dev.maitred.embedded.clickhouse.wire.Frames;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one request. Until its first byte an error is an answer of its own; after that all that is left is to cut
 * the connection, which every client notices.
 */
final class Answer {
    private static final int COPY_BYTES = 64 * 1024;
    private static final int UNREAD_BYTES = 256 * 1024 * 1024;

    private final HttpExchange exchange;
    private final long startedNanos = System.nanoTime();
    private boolean frames;
    private Optional<ContentCoding> coding = Optional.empty();
    private @Nullable OutputStream out;

    Answer(HttpExchange exchange) {
        this.exchange = exchange;
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-ClickHouse-Server-Display-Name", "maitred");
        // Less than the time after which the server closes an idle connection, so that no client writes into a closed
        // one.
        headers.set("Keep-Alive", "timeout=" + (HttpFacade.IDLE_SECONDS / 2));
    }

    /** From here on the answer is encoded as the request asks. */
    void encodeFor(QueryRequest request) {
        frames = request.framesOut();
        coding = request.coding();
        exchange.getResponseHeaders().set("X-ClickHouse-Query-Id", request.queryId());
    }

    /** Begins a good answer. */
    void begin(String format, Progress progress) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", contentType(format));
        headers.set("X-ClickHouse-Format", format);
        headers.set("X-ClickHouse-Timezone", "UTC");
        headers.set("X-ClickHouse-Summary", summary(progress));
        start(200);
    }

    void write(MemorySegment bytes) throws IOException {
        OutputStream to = begun();
        byte[] copy = new byte[(int) Math.min(COPY_BYTES, bytes.byteSize())];
        for (long at = 0; at < bytes.byteSize(); at += copy.length) {
            int step = (int) Math.min(copy.length, bytes.byteSize() - at);
            MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, copy, 0, step);
            to.write(copy, 0, step);
        }
    }

    void flush() throws IOException {
        begun().flush();
    }

    void end() throws IOException {
        begun().close();
    }

    /**
     * Answers with an error.
     *
     * @throws IOException when the answer has begun: thrown on, it makes the server cut the connection. Closing the
     *     exchange would end the answer as if it were whole.
     */
    void fail(int status, EngineException error) throws IOException {
        if (out != null) {
            throw new IOException("Cut an answer that had begun: " + error.text(), error);
        }
        drain();
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/plain; charset=UTF-8");
        headers.set("X-ClickHouse-Exception-Code", Integer.toString(error.code()));
        if (status == 401) {
            headers.set("WWW-Authenticate", "Basic realm=\"ClickHouse server HTTP API\"");
        }
        text(status, error.text() + "\n");
    }

    void text(int status, String body) throws IOException {
        start(status);
        begun().write(body.getBytes(StandardCharsets.UTF_8));
        end();
    }

    private void start(int status) throws IOException {
        if (coding.isPresent()) {
            exchange.getResponseHeaders().set("Content-Encoding", coding.get().token());
        }
        exchange.sendResponseHeaders(status, 0);
        OutputStream body = new BufferedOutputStream(exchange.getResponseBody(), COPY_BYTES);
        if (coding.isPresent()) {
            body = coding.get().encode(body);
        }
        out = frames ? Frames.compress(body) : body;
    }

    private OutputStream begun() {
        if (out == null) {
            throw new IllegalStateException("The answer has not begun");
        }
        return out;
    }

    /** A client that is still sending does not listen: what it sends is taken, up to a limit, before the answer. */
    private void drain() {
        byte[] unread = new byte[COPY_BYTES];
        try {
            for (int seen = 0, step = 0; step >= 0 && seen < UNREAD_BYTES; seen += step) {
                step = exchange.getRequestBody().read(unread);
            }
        } catch (IOException e) {
            // The client is gone; writing the answer will say so.
            return;
        }
    }

    private String summary(Progress progress) {
        return ("{\"read_rows\":\"%d\",\"read_bytes\":\"%d\",\"written_rows\":\"%d\",\"written_bytes\":\"%d\","
                        + "\"total_rows_to_read\":\"0\",\"result_rows\":\"%d\",\"result_bytes\":\"0\",\"elapsed_ns\":\"%d\"}")
                .formatted(
                        progress.readRows(),
                        progress.readBytes(),
                        progress.writtenRows(),
                        progress.writtenBytes(),
                        progress.writtenRows(),
                        System.nanoTime() - startedNanos);
    }

    private static String contentType(String format) {
        if (format.startsWith("JSON")) {
            return format.contains("EachRow")
                    ? "application/x-ndjson; charset=UTF-8"
                    : "application/json; charset=UTF-8";
        }
        if (format.startsWith("CSV")) {
            return "text/csv; charset=UTF-8; header=" + (format.contains("With") ? "present" : "absent");
        }
        boolean tabs = format.startsWith("TabSeparated") || format.startsWith("TSV");
        return tabs ? "text/tab-separated-values; charset=UTF-8" : "application/octet-stream";
    }
}
