package dev.maitred.streams.queue;

import dev.maitred.contract.Topic;
import java.io.ByteArrayOutputStream;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Queue boards as published: JSON that any consumer can read. */
final class QueueJson {

    private static final JsonFactory JSON = new JsonFactory();
    private static final double MICROS_PER_SECOND = 1_000_000.0;

    private QueueJson() {}

    /** A board whose lists would make it larger than anybody may write has its sums and no lists, and says so. */
    static byte[] queue(QueueBoard board) {
        byte[] whole = queue(board, true);
        return whole.length <= Topic.LARGEST_VALUE ? whole : queue(board, false);
    }

    private static byte[] queue(QueueBoard board, boolean lists) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("queue", board.queue());
            json.writeNumberProperty("depth", board.depth());
            json.writeObjectPropertyStart("byState");
            json.writeNumberProperty("waiting", board.waiting());
            json.writeNumberProperty("delayed", board.delayed());
            json.writeNumberProperty("running", board.running());
            json.writeNumberProperty("stalled", board.stalled());
            json.writeEndObject();
            json.writeNumberProperty("dead", board.dead());
            if (board.oldestAgeMicros() == null) {
                json.writeNullProperty("oldestAgeSeconds");
            } else {
                json.writeNumberProperty("oldestAgeSeconds", rounded(board.oldestAgeMicros() / MICROS_PER_SECOND));
            }
            json.writeObjectPropertyStart("rates");
            rate(json, "enqueued", board.enqueued());
            rate(json, "done", board.done());
            rate(json, "retried", board.retried());
            rate(json, "dead", board.died());
            json.writeEndObject();
            json.writeBooleanProperty("truncated", !lists);
            json.writeArrayPropertyStart("groups");
            (lists ? board.byGroup() : Map.<String, Long>of()).forEach((group, depth) -> {
                json.writeStartObject();
                json.writeStringProperty("group", group);
                json.writeNumberProperty("depth", depth);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeArrayPropertyStart("priorities");
            (lists ? board.byPriority() : Map.<Integer, Long>of()).forEach((priority, depth) -> {
                json.writeStartObject();
                json.writeNumberProperty("priority", priority);
                json.writeNumberProperty("depth", depth);
                json.writeEndObject();
            });
            json.writeEndArray();
            Double drain = board.drainSeconds();
            if (drain == null) {
                json.writeNullProperty("drainSeconds");
            } else {
                json.writeNumberProperty("drainSeconds", rounded(drain));
            }
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void rate(JsonGenerator json, String name, Rate.PerMinute rate) {
        json.writeObjectPropertyStart(name);
        json.writeNumberProperty("1m", rounded(rate.one()));
        json.writeNumberProperty("5m", rounded(rate.five()));
        json.writeNumberProperty("15m", rounded(rate.fifteen()));
        json.writeEndObject();
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
