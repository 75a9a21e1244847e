package dev.maitred.embedded.clickhouse.wire;

import java.io.InputStream;
import java.io.OutputStream;

/** The layout of ClickHouse's compressed frames: checksum (16 bytes), method (1), packed size (4), plain size (4), data. */
public final class Frames {
    static final int CHECKSUM_BYTES = 16;

    /** Method and both sizes; the packed size counts these. */
    static final int HEADER_BYTES = 9;

    static final int PREFIX_BYTES = CHECKSUM_BYTES + HEADER_BYTES;

    /** Far above what clients send (1 MiB at most), far below this process's heap. */
    static final int LARGEST_FRAME_BYTES = 16 * 1024 * 1024;

    static final byte PLAIN = 0x02;
    static final byte LZ4 = (byte) 0x82;
    static final byte ZSTD = (byte) 0x90;

    private Frames() {}

    /** What is written comes out as LZ4 frames; {@code flush} ends a frame. */
    public static OutputStream compress(OutputStream out) {
        return new FrameOutputStream(out);
    }

    /** Reads frames of any of the three methods; a wrong checksum or a cut frame is a {@link FrameException}. */
    public static InputStream decompress(InputStream in) {
        return new FrameInputStream(in);
    }
}
