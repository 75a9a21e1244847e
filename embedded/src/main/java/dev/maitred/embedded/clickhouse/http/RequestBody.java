package dev.maitred.embedded.clickhouse.http;

import com.sun.net.httpserver.HttpExchange;
import dev.maitred.embedded.clickhouse.engine.EngineException;
import dev.maitred.embedded.clickhouse.wire.ContentCoding;
import dev.maitred.embedded.clickhouse.wire.Frames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The statement of a request and, for an INSERT, the rows behind it. Only the beginning is held in memory; rows are read
 * as the engine takes them.
 */
final class RequestBody {
    /** Enough for the text in front of the rows of any INSERT, and for nearly every other statement. */
    private static final int HEAD_BYTES = 64 * 1024;

    /** The longest statement, rows of an INSERT not counted. */
    private static final int LONGEST_STATEMENT_BYTES = 4 * 1024 * 1024;

    private final StatementText statement;
    private final byte[] head;
    private final int headLength;
    private final InputStream rest;
    private int taken;

    private RequestBody(StatementText statement, byte[] head, int headLength, InputStream rest) {
        this.statement = statement;
        this.head = head;
        this.headLength = headLength;
        this.rest = rest;
        this.taken = statement.rowsAt();
    }

    /** Reads as much as is needed to know the statement. */
    static RequestBody read(HttpExchange exchange, QueryRequest request) throws IOException, EngineException {
        InputStream in = decoded(exchange, request);
        byte[] url = request.sql().getBytes(StandardCharsets.UTF_8);
        if (url.length > 0) {
            StatementText alone = StatementText.of(url, url.length);
            if (alone.kind() == StatementText.Kind.ROWS) {
                return new RequestBody(alone, url, url.length, in);
            }
        }
        byte[] head = Arrays.copyOf(url, url.length + 1 + HEAD_BYTES);
        int before = url.length;
        if (before > 0) {
            head[before++] = '\n';
        }
        int length = before + in.readNBytes(head, before, HEAD_BYTES);
        if (length == before + HEAD_BYTES && !rowsFollow(head, length)) {
            head = Arrays.copyOf(head, LONGEST_STATEMENT_BYTES);
            length += in.readNBytes(head, length, LONGEST_STATEMENT_BYTES - length);
            if (length == LONGEST_STATEMENT_BYTES) {
                throw new EngineException(
                        223,
                        "QUERY_IS_TOO_LARGE",
                        "The statement is longer than " + LONGEST_STATEMENT_BYTES
                                + " bytes. Send long lists of values as a table, or as rows of an INSERT.");
            }
        }
        return new RequestBody(StatementText.of(head, length), head, length, in);
    }

    StatementText statement() {
        return statement;
    }

    /** Reads up to {@code bytes.length} bytes of the rows, fewer only at their end; 0 when there are no more. */
    int readRows(byte[] bytes) throws IOException {
        int fromHead = Math.min(bytes.length, headLength - taken);
        System.arraycopy(head, taken, bytes, 0, fromHead);
        taken += fromHead;
        return fromHead + rest.readNBytes(bytes, fromHead, bytes.length - fromHead);
    }

    private static boolean rowsFollow(byte[] head, int length) throws EngineException {
        StatementText seen = StatementText.of(head, length);
        return seen.kind() == StatementText.Kind.ROWS && seen.rowsAt() < length;
    }

    private static InputStream decoded(HttpExchange exchange, QueryRequest request)
            throws IOException, EngineException {
        InputStream in = exchange.getRequestBody();
        String coding = exchange.getRequestHeaders().getFirst("Content-Encoding");
        if (coding != null && !coding.equalsIgnoreCase("identity")) {
            in = ContentCoding.named(coding)
                    .orElseThrow(() -> new EngineException(
                            89, "UNKNOWN_COMPRESSION_METHOD", "Unknown Content-Encoding: expected lz4, zstd or gzip"))
                    .decode(in);
        }
        return request.framesIn() ? Frames.decompress(in) : in;
    }
}
