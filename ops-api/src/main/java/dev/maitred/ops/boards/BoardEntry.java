package dev.maitred.ops.boards;

import dev.maitred.streams.venue.BoardDetails;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A board as bytes, cut up once so that no answer parses it.
 *
 * @param whole all of it, JSON
 * @param details its version, and where its parts are
 */
public record BoardEntry(String key, byte[] whole, BoardDetails details) {

    private static final int NAME_AND_COLON = ",\"freeUnits\":".length();

    /** Without the free units. */
    public byte[] summary() {
        byte[] summary = Arrays.copyOf(whole, details.unitsFrom() + 1);
        summary[details.unitsFrom()] = '}';
        return summary;
    }

    /** The free units alone: a JSON array, or null where the venue has too many units to list them. */
    public byte[] freeUnits() {
        return Arrays.copyOfRange(whole, details.unitsFrom() + NAME_AND_COLON, details.unitsTo());
    }

    /** Another text for another version. */
    public String etag() {
        return "\"" + details.position() + "-" + Long.toString(details.timerMicros(), 36) + "\"";
    }

    boolean isOlderThan(BoardEntry other) {
        int byPosition = details.position().compareTo(other.details.position());
        return byPosition < 0 || byPosition == 0 && details.timerMicros() < other.details.timerMicros();
    }

    @Override
    public String toString() {
        return key + " " + new String(whole, StandardCharsets.UTF_8);
    }
}
