package dev.maitred.embedded.clickhouse.wire;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** The content codings that HTTP clients may ask for and send, best first. */
public enum ContentCoding {
    LZ4 {
        @Override
        public OutputStream encode(OutputStream out) throws IOException {
            return new LZ4FrameOutputStream(out, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
        }

        @Override
        public InputStream decode(InputStream in) throws IOException {
            return new LZ4FrameInputStream(in);
        }
    },
    ZSTD {
        @Override
        public OutputStream encode(OutputStream out) throws IOException {
            return new ZstdOutputStream(out, 1);
        }

        @Override
        public InputStream decode(InputStream in) throws IOException {
            return new ZstdInputStream(in);
        }
    },
    GZIP {
        @Override
        public OutputStream encode(OutputStream out) throws IOException {
            return new GZIPOutputStream(out, 8 * 1024);
        }

        @Override
        public InputStream decode(InputStream in) throws IOException {
            return new GZIPInputStream(in, 8 * 1024);
        }
    };

    public abstract OutputStream encode(OutputStream out) throws IOException;

    public abstract InputStream decode(InputStream in) throws IOException;

    /** The value of a Content-Encoding header. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The coding of exactly this name; empty when it is none of ours. */
    public static Optional<ContentCoding> named(String token) {
        for (ContentCoding coding : values()) {
            if (coding.token().equalsIgnoreCase(token.strip())) {
                return Optional.of(coding);
            }
        }
        return Optional.empty();
    }

    /** The first of ours that an Accept-Encoding header offers; weights other than {@code q=0} are not compared. */
    public static Optional<ContentCoding> accepted(String header) {
        for (ContentCoding coding : values()) {
            for (String offer : header.split(",", -1)) {
                String[] parts = offer.split(";", 2);
                boolean refused = parts.length == 2 && parts[1].strip().matches("q=0(\\.0*)?");
                if (!refused && coding.token().equalsIgnoreCase(parts[0].strip())) {
                    return Optional.of(coding);
                }
            }
        }
        return Optional.empty();
    }
}
