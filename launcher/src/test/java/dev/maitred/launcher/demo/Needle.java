package dev.maitred.launcher.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A text that is nowhere by chance, to look for in bytes. */
final class Needle {

    private static final int PIECE_BYTES = 1 << 20;
    private static final int SHOWN_BYTES = 100;

    private final byte[] text;

    Needle(String text) {
        this.text = text.getBytes(StandardCharsets.US_ASCII);
    }

    /** What stands around it, for people; empty where it is not. */
    Optional<String> in(byte @Nullable [] bytes) {
        return bytes == null ? Optional.empty() : in(bytes, bytes.length);
    }

    private Optional<String> in(byte[] bytes, int length) {
        byte first = text[0];
        for (int at = 0; at + text.length <= length; at++) {
            if (bytes[at] == first && Arrays.equals(bytes, at, at + text.length, text, 0, text.length)) {
                int from = Math.max(0, at - SHOWN_BYTES);
                return Optional.of(new String(bytes, from, at + text.length - from, StandardCharsets.US_ASCII)
                        .replaceAll("[^ -~]", "."));
            }
        }
        return Optional.empty();
    }

    /** Of a file as it lies on the disk; one that goes away meanwhile holds nothing. */
    Optional<String> in(Path file) {
        byte[] piece = new byte[PIECE_BYTES];
        int kept = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(piece, kept, piece.length - kept);
                    read > 0;
                    read = in.read(piece, kept, piece.length - kept)) {
                Optional<String> found = in(piece, kept + read);
                if (found.isPresent()) {
                    return found;
                }
                int length = kept + read;
                kept = Math.min(text.length - 1, length);
                System.arraycopy(piece, length - kept, piece, 0, kept);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
