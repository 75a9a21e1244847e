package dev.maitred.ingest.change;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * By what mapping a source is captured, and what becomes of another one.
 *
 * @param version of the mapping that this is said of, as {@link #version} tells it; null: none was looked at yet. Until that of another
 *     one that is wanted stands here, nobody has begun with it
 * @param rowsRead of the tables that change
 * @param rowsExpected about so many there are; -1: not known
 * @param secondsLeft until all are read, as it went so far; -1: not known
 * @param difference what changes; empty when nothing does
 * @param failure why it does not go on; null: it does
 */
public record MappingState(
        State state,
        @Nullable String version,
        long rowsRead,
        long rowsExpected,
        long secondsLeft,
        String difference,
        @Nullable String failure) {

    /** What the wanted mapping is: the file's, or the one that was sent since. */
    public enum State {
        IN_FORCE,
        /** Its rows are read aside; answers are by the one before. */
        BUILDING,
        /** Its rows are there and it follows the source; what differs is about to be written. */
        SWITCHING,
        /** It cannot be built, and is tried again; answers are by the one before. */
        FAILED
    }

    static MappingState settled(@Nullable String version) {
        return new MappingState(State.IN_FORCE, version, 0, -1, -1, "", null);
    }

    /** The first 16 digits of the text's SHA-256, as sha256sum tells it of the file. */
    public static String version(String yaml) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(yaml.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
