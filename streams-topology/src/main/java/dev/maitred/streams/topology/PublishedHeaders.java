package dev.maitred.streams.topology;

import dev.maitred.contract.Lsn;
import dev.maitred.streams.fold.SourceProgress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a published record says beside its value.
 *
 * <p>Header {@code d}: details of a board; {@code i}: when ingest wrote what led to it, milliseconds since 1970.
 */
public final class PublishedHeaders {

    private static final String DETAILS = "d";
    private static final String INGESTED = "i";
    private static final JsonMapper JSON = new JsonMapper();

    private PublishedHeaders() {}

    static Headers details(byte[] details, long ingestedAtMillis) {
        Headers headers = new RecordHeaders()
                .add(
                        INGESTED,
                        ByteBuffer.allocate(Long.BYTES)
                                .putLong(ingestedAtMillis)
                                .array());
        if (details.length > 0) {
            headers.add(DETAILS, details);
        }
        return headers;
    }

    /** Empty when there are none. */
    public static byte[] details(Headers headers) {
        Header header = headers.lastHeader(DETAILS);
        return header == null ? new byte[0] : header.value();
    }

    public static long ingestedAtMillis(Headers headers) {
        Header header = headers.lastHeader(INGESTED);
        return header == null ? 0 : ByteBuffer.wrap(header.value()).getLong();
    }

    /**
     * Everything of this source up to here is in the boards of this partition.
     *
     * @param clockMicros the source's clock then
     * @param anew the first that a fold tells: what committed between the watermark before and this one was not told one by one, so
     *     nobody knows what the boards were then
     */
    public record BoardWatermark(int incarnation, Lsn lsn, long clockMicros, boolean anew) {}

    static byte[] watermark(SourceProgress progress, boolean anew) {
        return ("{\"incarnation\":" + progress.incarnation() + ",\"lsn\":\"" + progress.lsn() + "\",\"clockMicros\":"
                        + progress.clockMicros() + (anew ? ",\"anew\":true}" : "}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    public static BoardWatermark watermark(byte[] value) {
        var node = JSON.readTree(value);
        return new BoardWatermark(
                node.path("incarnation").intValue(),
                Lsn.parse(node.path("lsn").stringValue()),
                node.path("clockMicros").longValue(),
                node.path("anew").asBoolean(false));
    }
}
