package dev.maitred.embedded.clickhouse.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FramesTest {
    @Test
    void what_was_compressed_comes_back_whatever_its_size_and_the_size_of_its_pieces() throws IOException {
        Random random = new Random(11);
        for (int size : new int[] {0, 1, 15, 16, 65_535, 65_536, 65_537, 400_000}) {
            byte[] plain = new byte[size];
            random.nextBytes(plain);
            Arrays.fill(plain, size / 3, size / 2, (byte) 'x');
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (OutputStream out = Frames.compress(packed)) {
                for (int at = 0; at < size; ) {
                    int step = Math.min(size - at, 1 + random.nextInt(90_000));
                    out.write(plain, at, step);
                    at += step;
                }
            }
            assertThat(unpacked(packed.toByteArray())).as("%d bytes", size).isEqualTo(plain);
        }
    }

    @Test
    void zstd_and_plain_frames_are_read_as_well() throws IOException {
        byte[] plain =
                "a row, and another row, and another row".repeat(50).getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(unpacked(frame(Frames.ZSTD, Zstd.compress(plain), plain.length)))
                .isEqualTo(plain);
        assertThat(unpacked(frame(Frames.PLAIN, plain, plain.length))).isEqualTo(plain);
    }

    @Test
    void a_changed_byte_is_noticed() {
        byte[] frame = frame(Frames.PLAIN, new byte[100], 100);
        for (int at = 0; at < frame.length; at++) {
            byte[] changed = frame.clone();
            changed[at] ^= 4;
            assertThatThrownBy(() -> unpacked(changed)).as("byte %d", at).isInstanceOf(FrameException.class);
        }
    }

    @Test
    void a_cut_frame_is_an_error_and_not_the_end() {
        byte[] frame = frame(Frames.PLAIN, new byte[100], 100);
        for (int length = 1; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatThrownBy(() -> unpacked(cut)).as("%d bytes", length).isInstanceOf(FrameException.class);
        }
    }

    @Test
    void a_frame_that_claims_too_much_is_refused_before_memory_is_taken() {
        byte[] frame = frame(Frames.LZ4, new byte[10], Integer.MAX_VALUE);

        assertThatThrownBy(() -> unpacked(frame))
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.code()).isEqualTo(FrameException.TOO_LARGE));
    }

    @Test
    void sizes_that_do_not_fit_the_data_are_refused() {
        assertThatThrownBy(() -> unpacked(frame(Frames.PLAIN, new byte[10], 11)))
                .isInstanceOf(FrameException.class);
        assertThatThrownBy(() -> unpacked(frame(Frames.ZSTD, Zstd.compress(new byte[10]), 11)))
                .isInstanceOf(FrameException.class);
        assertThatThrownBy(() -> unpacked(frame((byte) 0x77, new byte[10], 10)))
                .hasMessageContaining("0x77")
                .isInstanceOfSatisfying(
                        FrameException.class, e -> assertThat(e.code()).isEqualTo(FrameException.UNKNOWN_METHOD));
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        return Frames.decompress(new ByteArrayInputStream(packed)).readAllBytes();
    }

    private static byte[] frame(byte method, byte[] packed, int plainSize) {
        ByteBuffer frame =
                ByteBuffer.allocate(Frames.PREFIX_BYTES + packed.length).order(ByteOrder.LITTLE_ENDIAN);
        frame.position(Frames.CHECKSUM_BYTES);
        frame.put(method)
                .putInt(Frames.HEADER_BYTES + packed.length)
                .putInt(plainSize)
                .put(packed);
        CityHash.Hash128 hash =
                CityHash.hash128(frame.array(), Frames.CHECKSUM_BYTES, Frames.HEADER_BYTES + packed.length);
        return frame.putLong(0, hash.first()).putLong(8, hash.second()).array();
    }
}
