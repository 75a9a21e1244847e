package dev.maitred.streams.venue;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Topic;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.streams.fold.Published;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Boards as published: JSON that any consumer can read. The free units stand last but for the version, so that a reader that does
 * not want them can leave them out without parsing.
 */
final class BoardJson {

    private static final int GENERATION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private BoardJson() {}

    static byte[] venue(String id, Venue venue) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("venue", id);
            json.writeStringProperty("name", venue.name());
            json.writeStringProperty("tenant", venue.tenant());
            json.writeStringProperty("timeZone", venue.timeZone());
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    /**
     * A board whose lists would make it larger than anybody may write has its sums and no lists, and says so.
     *
     * @param freeUnits null: too many to list
     */
    static Published board(String key, Board board, @Nullable List<Map.Entry<String, Unit>> freeUnits) {
        Published whole = board(key, board, freeUnits, true);
        return whole.value() == null || whole.value().length <= Topic.LARGEST_VALUE
                ? whole
                : board(key, board, null, false);
    }

    private static Published board(
            String key, Board board, @Nullable List<Map.Entry<String, Unit>> freeUnits, boolean lists) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024 + (freeUnits == null ? 0 : 72 * freeUnits.size()));
        int unitsFrom;
        int unitsTo;
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("venue", board.venue());
            json.writeStringProperty("slot", board.slot());
            json.writeStringProperty("label", board.details().label());
            instant(json, "startsAt", board.details().startsAtMicros());
            instant(json, "endsAt", board.details().endsAtMicros());
            text(json, "businessDate", board.businessDate());
            counts(json, board.counts());
            json.writeNumberProperty("noShows", board.noShows());
            json.writeNumberProperty("cancelled", board.cancelled());
            json.writeBooleanProperty("truncated", !lists);
            sections(json, lists ? board.sections() : Map.of());
            door(json, board, lists);
            json.writeObjectPropertyStart("sessions");
            json.writeNumberProperty("open", board.openSessions());
            json.writeEndObject();
            deposits(json, board.depositsMinor());
            version(json, board);
            json.flush();
            unitsFrom = out.size();
            json.writeName("freeUnits");
            if (freeUnits == null) {
                json.writeNull();
            } else {
                units(json, freeUnits);
            }
            json.flush();
            unitsTo = out.size();
            json.writeEndObject();
        }
        return new Published(
                key,
                board.venue(),
                out.toByteArray(),
                new BoardDetails(
                                board.position(),
                                board.timerMicros(),
                                board.details().startsAtMicros(),
                                unitsFrom,
                                unitsTo)
                        .bytes());
    }

    private static void counts(JsonGenerator json, Counts counts) {
        number(json, "capacity", counts.capacity());
        number(json, "free", counts.free());
        json.writeNumberProperty("held", counts.held());
        json.writeNumberProperty("taken", counts.taken());
        json.writeNumberProperty("seated", counts.seated());
        json.writeNumberProperty("blocked", counts.blocked());
        json.writeNumberProperty("overbooked", counts.overbooked());
        json.writeNumberProperty("conflicts", counts.conflicts());
    }

    private static void sections(JsonGenerator json, Map<String, Counts> sections) {
        json.writeArrayPropertyStart("sections");
        sections.forEach((name, counts) -> {
            json.writeStartObject();
            json.writeStringProperty("section", name);
            counts(json, counts);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void door(JsonGenerator json, Board board, boolean lists) {
        json.writeObjectPropertyStart("checkIns");
        json.writeNumberProperty("people", board.people());
        json.writeNumberProperty("rejected", board.rejected());
        json.writeObjectPropertyStart("rejectedByReason");
        if (lists) {
            new TreeMap<>(board.rejectedByReason()).forEach(json::writeNumberProperty);
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeArrayPropertyStart("arrivals");
        Map<Long, Integer> arrivals = lists ? board.arrivals() : Map.of();
        arrivals.forEach((at, people) -> {
            json.writeStartObject();
            json.writeStringProperty("at", Micros.instant(at).toString());
            json.writeNumberProperty("people", people);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void deposits(JsonGenerator json, Map<String, Long> deposits) {
        json.writeArrayPropertyStart("deposits");
        deposits.forEach((currency, minor) -> {
            json.writeStartObject();
            json.writeNumberProperty("minor", minor);
            json.writeStringProperty("currency", currency);
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void version(JsonGenerator json, Board board) {
        json.writeObjectPropertyStart("version");
        json.writeNumberProperty("generation", GENERATION);
        json.writeStringProperty("position", board.position().toString());
        json.writeNumberProperty("resync", 0);
        json.writeNumberProperty("timer", board.timerMicros());
        json.writeEndObject();
    }

    private static void units(JsonGenerator json, List<Map.Entry<String, Unit>> units) {
        json.writeStartArray();
        units.forEach(unit -> {
            json.writeStartObject();
            json.writeStringProperty("unit", unit.getKey());
            json.writeStringProperty("label", unit.getValue().label());
            json.writeStringProperty("section", unit.getValue().section());
            json.writeNumberProperty("seats", unit.getValue().seats());
            json.writeEndObject();
        });
        json.writeEndArray();
    }

    private static void instant(JsonGenerator json, String name, long micros) {
        text(json, name, micros == Micros.NEVER || micros == Micros.UNKNOWN ? null : Micros.instant(micros));
    }

    private static void text(JsonGenerator json, String name, @Nullable Object value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value.toString());
        }
    }

    private static void number(JsonGenerator json, String name, @Nullable Long value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeNumberProperty(name, value);
        }
    }
}
