package dev.maitred.contract.wire;

import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.TransactionEnd;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What every record of a change log carries beside key and value, tombstones too.
 *
 * @param position where the change stands in its source's history
 * @param reason why it is here
 * @param end present when the record is its transaction's last in this partition
 */
public record ChangeHeaders(
        Position position, Reason reason, @Nullable TransactionEnd end) {

    private static final String POSITION = "p";
    private static final String REASON = "r";
    private static final String END = "e";

    /** @throws IllegalArgumentException when the record was not written by this contract */
    public static ChangeHeaders of(Headers headers) {
        Header position = headers.lastHeader(POSITION);
        Header reason = headers.lastHeader(REASON);
        if (position == null || reason == null) {
            throw new IllegalArgumentException(
                    "Expected the headers \"p\" (position) and \"r\" (reason) on a record of a change log, found "
                            + headers);
        }
        Header end = headers.lastHeader(END);
        return new ChangeHeaders(
                Position.of(position.value()),
                Reason.of(new String(reason.value(), StandardCharsets.UTF_8)),
                end == null ? null : TransactionEnd.of(end.value()));
    }

    public Headers toKafka() {
        Headers headers = new RecordHeaders().add(POSITION, position.bytes()).add(REASON, reason.bytes());
        if (end != null) {
            headers.add(END, end.bytes());
        }
        return headers;
    }

    public ChangeHeaders endingAt(TransactionEnd transactionEnd) {
        return new ChangeHeaders(position, reason, transactionEnd);
    }
}
