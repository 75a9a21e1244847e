package dev.maitred.ops.answer;

import dev.maitred.contract.Micros;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The envelope around every live answer: {@code value}, what it is {@code asOf}, how old that is, who served it. Values are encoded
 * once, when they change; an answer splices the envelope around them.
 */
public final class Envelope {

    private static final byte[] VALUE = "{\"value\":".getBytes(StandardCharsets.US_ASCII);

    private Envelope() {}

    /** @param partitions how many partitions of how many answered; null where one partition is asked */
    public static byte[] of(byte[] value, AsOf asOf, String servedBy, @Nullable Partitions partitions) {
        byte[] rest = rest(asOf, servedBy, partitions);
        byte[] answer = new byte[VALUE.length + value.length + rest.length];
        System.arraycopy(VALUE, 0, answer, 0, VALUE.length);
        System.arraycopy(value, 0, answer, VALUE.length, value.length);
        System.arraycopy(rest, 0, answer, VALUE.length + value.length, rest.length);
        return answer;
    }

    public static byte[] of(byte[] value, AsOf asOf) {
        return of(value, asOf, "replica", null);
    }

    /** An answer that is a list of values. */
    public static byte[] ofAll(List<byte[]> values, AsOf asOf, Partitions partitions) {
        ByteArrayOutputStream list = new ByteArrayOutputStream(
                2 + values.stream().mapToInt(value -> value.length + 1).sum());
        list.write('[');
        for (Iterator<byte[]> each = values.iterator(); each.hasNext(); ) {
            list.writeBytes(each.next());
            if (each.hasNext()) {
                list.write(',');
            }
        }
        list.write(']');
        return of(list.toByteArray(), asOf, "replica", partitions);
    }

    /**
     * How much of a range is in an answer.
     *
     * @param answering partitions whose state is known
     * @param of all that belong to the range
     */
    public record Partitions(int answering, int of) {}

    private static byte[] rest(AsOf asOf, String servedBy, @Nullable Partitions partitions) {
        StringBuilder rest = new StringBuilder(160);
        if (asOf.isKnown()) {
            rest.append(",\"asOf\":{\"lsn\":\"")
                    .append(asOf.lsn())
                    .append("\",\"time\":\"")
                    .append(Micros.instant(asOf.clockMicros()))
                    .append("\"},\"ageMillis\":")
                    .append(asOf.ageMillis());
        } else {
            rest.append(",\"asOf\":null,\"ageMillis\":null");
        }
        rest.append(",\"servedBy\":\"").append(servedBy).append('"');
        if (partitions != null) {
            rest.append(",\"partitions\":{\"answering\":")
                    .append(partitions.answering())
                    .append(",\"of\":")
                    .append(partitions.of())
                    .append('}');
        }
        return rest.append('}').toString().getBytes(StandardCharsets.US_ASCII);
    }
}
