package dev.maitred.embedded.clickhouse.wire;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Reads ClickHouse's compressed frames (URL parameter {@code decompress=1}), one frame in memory at a time. */
final class FrameInputStream extends InputStream {
    private static final LZ4SafeDecompressor LZ4 = LZ4Factory.fastestInstance().safeDecompressor();

    private final InputStream in;
    private byte[] frame = new byte[64 * 1024];
    private byte[] block = new byte[64 * 1024];
    private int position;
    private int limit;

    FrameInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        return position < limit || readFrame() ? block[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !readFrame()) {
            return -1;
        }
        int step = Math.min(length, limit - position);
        System.arraycopy(block, position, bytes, offset, step);
        position += step;
        return step;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Reads frames until one holds data; false at the end of the stream, which must be the end of a frame. */
    private boolean readFrame() throws IOException {
        do {
            int read = in.readNBytes(frame, 0, Frames.PREFIX_BYTES);
            if (read == 0) {
                return false;
            }
            expect(read, Frames.PREFIX_BYTES);
            ByteBuffer prefix = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
            byte method = prefix.get(Frames.CHECKSUM_BYTES);
            int packed = sized(prefix.getInt(Frames.CHECKSUM_BYTES + 1) - Frames.HEADER_BYTES);
            int plain = sized(prefix.getInt(Frames.CHECKSUM_BYTES + 5));
            frame = grown(frame, Frames.PREFIX_BYTES + packed);
            expect(in.readNBytes(frame, Frames.PREFIX_BYTES, packed), packed);
            verify(packed);
            block = plain > block.length ? new byte[plain] : block;
            position = 0;
            limit = 0;
            unpack(method, packed, plain);
            limit = plain;
        } while (limit == 0);
        return true;
    }

    private void verify(int packed) throws FrameException {
        CityHash.Hash128 found = CityHash.hash128(frame, Frames.CHECKSUM_BYTES, Frames.HEADER_BYTES + packed);
        ByteBuffer prefix = ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN);
        if (prefix.getLong(0) != found.first() || prefix.getLong(8) != found.second()) {
            throw new FrameException(
                    FrameException.CHECKSUM_DOES_NOT_MATCH,
                    "Checksum doesn't match: the compressed data of the request was changed or cut on its way");
        }
    }

    private void unpack(byte method, int packed, int plain) throws FrameException {
        try {
            long written = switch (method) {
                case Frames.LZ4 -> LZ4.decompress(frame, Frames.PREFIX_BYTES, packed, block, 0, plain);
                case Frames.ZSTD -> Zstd.decompressByteArray(block, 0, plain, frame, Frames.PREFIX_BYTES, packed);
                case Frames.PLAIN -> copy(packed, plain);
                default ->
                    throw new FrameException(
                            FrameException.UNKNOWN_METHOD,
                            "Unknown compression method 0x%02x: expected LZ4 (0x82), ZSTD (0x90) or none (0x02)"
                                    .formatted(method & 0xFF));
            };
            if (written != plain) {
                throw broken("its header says " + plain + " bytes, it holds " + written);
            }
        } catch (LZ4Exception | ZstdException e) {
            throw broken(String.valueOf(e.getMessage()));
        }
    }

    private int copy(int packed, int plain) throws FrameException {
        if (packed != plain) {
            throw broken("its header says " + plain + " bytes, it holds " + packed);
        }
        System.arraycopy(frame, Frames.PREFIX_BYTES, block, 0, plain);
        return plain;
    }

    private static int sized(int bytes) throws FrameException {
        if (bytes < 0 || bytes > Frames.LARGEST_FRAME_BYTES) {
            throw new FrameException(
                    FrameException.TOO_LARGE,
                    "A compressed frame of " + Integer.toUnsignedString(bytes) + " bytes was sent, at most "
                            + Frames.LARGEST_FRAME_BYTES + " are taken. Write smaller frames.");
        }
        return bytes;
    }

    private static void expect(int read, int expected) throws FrameException {
        if (read < expected) {
            throw broken("the request ended after " + read + " of " + expected + " bytes");
        }
    }

    private static byte[] grown(byte[] bytes, int size) {
        if (bytes.length >= size) {
            return bytes;
        }
        byte[] larger = new byte[size];
        System.arraycopy(bytes, 0, larger, 0, Frames.PREFIX_BYTES);
        return larger;
    }

    private static FrameException broken(String how) {
        return new FrameException(FrameException.CANNOT_DECOMPRESS, "Cannot decompress a frame: " + how);
    }
}
