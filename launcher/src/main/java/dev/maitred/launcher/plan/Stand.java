package dev.maitred.launcher.plan;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What {@code /api/v1/pipeline} says of a source and its mapping.
 *
 * @param source what ingest does with it, as in streaming or paused
 * @param mapping in_force, building, switching or failed; empty: nothing is said of it
 * @param version of the mapping of which that is said; empty: none was looked at yet
 * @param rows read so far
 * @param ofAbout rows there are; -1: not known
 * @param secondsLeft -1: not known
 * @param snapshotRows read where all is read anew
 * @param failure of the mapping; null: none
 */
record Stand(
        String source,
        String mapping,
        String version,
        long rows,
        long ofAbout,
        long secondsLeft,
        long snapshotRows,
        @Nullable String failure) {

    /** @param node one of the answer's {@code value.sources} */
    static Stand of(JsonNode node) {
        JsonNode mapping = node.path("mapping");
        return new Stand(
                node.path("state").asString(""),
                mapping.path("state").asString(""),
                mapping.path("version").asString(""),
                mapping.path("rows").asLong(0),
                mapping.path("ofAbout").asLong(-1),
                mapping.path("secondsLeft").asLong(-1),
                node.path("snapshotRows").asLong(0),
                mapping.path("failure").stringValue(null));
    }

    boolean isOf(String wanted) {
        return version.equals(wanted);
    }

    boolean isInForce() {
        return mapping.equals("in_force");
    }

    boolean isFailed() {
        return mapping.equals("failed");
    }

    /** In words, of the mapping that is wanted. */
    String line(String wanted) {
        if (!isOf(wanted)) {
            return source.equals("paused")
                    ? "waits until the source is read again: ./maitred resume"
                    : "waits, the source is " + source;
        }
        return switch (mapping) {
            case "building" ->
                ofAbout < 0
                        ? "building: %,d rows".formatted(rows)
                        : "building: %,d of about %,d rows".formatted(rows, ofAbout)
                                + (secondsLeft < 0 ? "" : ", about %,d s left".formatted(secondsLeft + 1));
            case "switching" -> "switching: what differs is written; answers stand still for moments";
            case "in_force" -> "in force";
            case "failed" -> "failed: " + failure;
            default -> mapping;
        };
    }
}
