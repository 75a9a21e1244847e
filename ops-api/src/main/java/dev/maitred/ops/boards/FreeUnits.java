package dev.maitred.ops.boards;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The free units of a board as an answer: how many, which, and whether those are all. */
final class FreeUnits {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NOT_LISTED = "null".getBytes(StandardCharsets.US_ASCII);
    private static final String NONE = "[]";

    private FreeUnits() {}

    /** {@code free} (null where it is not known), {@code units}, and {@code truncated}: there are more than are listed. */
    static byte[] of(BoardEntry board) {
        byte[] units = board.freeUnits();
        boolean truncated = Arrays.equals(units, NOT_LISTED);
        return ("{\"free\":" + free(board.whole()) + ",\"truncated\":" + truncated + ",\"units\":"
                        + (truncated ? NONE : new String(units, StandardCharsets.UTF_8)) + "}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The board's own number, which is one of its first properties. */
    private static @Nullable Long free(byte[] board) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), board)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("free")) {
                    return value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : null;
                }
                json.skipChildren();
            }
            return null;
        }
    }
}
