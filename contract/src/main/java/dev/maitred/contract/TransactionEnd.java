package dev.maitred.contract;

import java.nio.ByteBuffer;

/**
 * Said by a transaction's last record in each partition that it touched: from here on the partition stands at that commit.
 *
 * @param lsn the commit's end
 * @param committedAtMicros the source's clock at the commit, microseconds since 1970
 */
public record TransactionEnd(Lsn lsn, long committedAtMicros) {

    public static TransactionEnd of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new TransactionEnd(new Lsn(buffer.getLong()), buffer.getLong());
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(lsn.value())
                .putLong(committedAtMicros)
                .array();
    }
}
