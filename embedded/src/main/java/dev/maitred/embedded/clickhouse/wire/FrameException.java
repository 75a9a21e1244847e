package dev.maitred.embedded.clickhouse.wire;

import java.io.IOException;

/** A compressed frame that cannot be what its sender meant, with ClickHouse's number for the fault. */
public final class FrameException extends IOException {
    private static final long serialVersionUID = 1L;

    static final int CHECKSUM_DOES_NOT_MATCH = 40;
    static final int TOO_LARGE = 131;
    static final int CANNOT_DECOMPRESS = 271;
    static final int UNKNOWN_METHOD = 89;

    private final int code;

    FrameException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** ClickHouse's error code. */
    public int code() {
        return code;
    }
}
