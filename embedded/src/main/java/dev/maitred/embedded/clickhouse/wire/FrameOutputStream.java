package dev.maitred.embedded.clickhouse.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Writes ClickHouse's compressed frames (URL parameter {@code compress=1}): 16 bytes of checksum, the method, both
 * sizes, and LZ4 data. A frame holds at most {@value #BLOCK_BYTES} bytes of plain data.
 */
final class FrameOutputStream extends OutputStream {
    static final int BLOCK_BYTES = 64 * 1024;

    private static final LZ4Compressor LZ4 = LZ4Factory.fastestInstance().fastCompressor();

    private final OutputStream out;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final byte[] frame = new byte[Frames.PREFIX_BYTES + LZ4.maxCompressedLength(BLOCK_BYTES)];
    private int filled;

    FrameOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        if (filled == BLOCK_BYTES) {
            writeFrame();
        }
        block[filled++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (filled == BLOCK_BYTES) {
                writeFrame();
            }
            int step = Math.min(length - done, BLOCK_BYTES - filled);
            System.arraycopy(bytes, offset + done, block, filled, step);
            filled += step;
            done += step;
        }
    }

    @Override
    public void flush() throws IOException {
        writeFrame();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        writeFrame();
        out.close();
    }

    private void writeFrame() throws IOException {
        if (filled == 0) {
            return;
        }
        int packed = LZ4.compress(block, 0, filled, frame, Frames.PREFIX_BYTES);
        int size = Frames.HEADER_BYTES + packed;
        ByteBuffer prefix = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        prefix.put(Frames.CHECKSUM_BYTES, Frames.LZ4).putInt(Frames.CHECKSUM_BYTES + 1, size);
        prefix.putInt(Frames.CHECKSUM_BYTES + 5, filled);
        CityHash.Hash128 hash = CityHash.hash128(frame, Frames.CHECKSUM_BYTES, size);
        prefix.putLong(0, hash.first()).putLong(8, hash.second());
        out.write(frame, 0, Frames.CHECKSUM_BYTES + size);
        filled = 0;
    }
}
