package dev.maitred.ops.streams;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Reservation;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope;
import dev.maitred.ops.problems.Problem;
import dev.maitred.streams.topology.VenueQuestions;
import dev.maitred.streams.topology.VenueQuestions.Explanation;
import dev.maitred.streams.venue.Counts;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Why a board's numbers are what they are: an interactive query on the store's owner. */
public final class Explanations {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final VenueQuestions questions;

    public Explanations(StreamsRuntime runtime) {
        this(new VenueQuestions(runtime.streams()));
    }

    public Explanations(VenueQuestions questions) {
        this.questions = questions;
    }

    /**
     * The board's counts and the occupants that make them up, in its envelope; empty when there is no such slot.
     *
     * @throws Problem 503 while the store is moving or being rebuilt
     */
    public Optional<byte[]> explain(String venue, String slot) throws InterruptedException {
        Optional<Explanation> explanation;
        try {
            explanation = questions.explain(venue, slot, PATIENCE);
        } catch (VenueQuestions.NotAnsweringException e) {
            throw Problem.unavailable("The rows of " + venue + " are being moved or rebuilt: " + e.getMessage()
                    + ". Ask again in a second.");
        }
        return explanation.map(
                each -> Envelope.of(json(each), new AsOf(each.lsn(), each.clockMicros()), "active", null));
    }

    static byte[] json(Explanation explanation) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeObjectPropertyStart("counts");
            Counts counts = explanation.counts();
            if (counts.capacity() == null || counts.free() == null) {
                json.writeNullProperty("capacity");
                json.writeNullProperty("free");
            } else {
                json.writeNumberProperty("capacity", counts.capacity());
                json.writeNumberProperty("free", counts.free());
            }
            json.writeNumberProperty("held", counts.held());
            json.writeNumberProperty("taken", counts.taken());
            json.writeNumberProperty("seated", counts.seated());
            json.writeNumberProperty("blocked", counts.blocked());
            json.writeNumberProperty("overbooked", counts.overbooked());
            json.writeNumberProperty("conflicts", counts.conflicts());
            json.writeEndObject();
            json.writeArrayPropertyStart("occupants");
            explanation.occupants().forEach(occupant -> occupant(json, occupant));
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void occupant(JsonGenerator json, VenueQuestions.CountedOccupant counted) {
        json.writeStartObject();
        json.writeStringProperty("row", counted.row());
        json.writeStringProperty("kind", counted.occupant().kind().name());
        json.writeStringProperty("state", counted.occupant().state().name());
        json.writeArrayPropertyStart("units");
        counted.occupant().units().forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("labels");
        counted.labels().forEach(json::writeString);
        json.writeEndArray();
        json.writeNumberProperty("quantity", counted.occupant().quantity());
        json.writeNumberProperty("partySize", counted.occupant().partySize());
        instant(json, "expiresAt", counted.occupant().expiresAtMicros());
        json.writeStringProperty("countsAs", counted.countsAs());
        instant(json, "countsUntil", counted.countsUntilMicros());
        json.writeStringProperty("position", counted.position().toString());
        reservation(json, counted.reservation());
        json.writeEndObject();
    }

    /** Its reservation's own state and expiry; both null where it is not there, so that its members count as held. */
    private static void reservation(JsonGenerator json, VenueQuestions.@Nullable NamedReservation named) {
        if (named == null) {
            json.writeNullProperty("reservation");
            return;
        }
        Reservation details = named.details();
        json.writeObjectPropertyStart("reservation");
        json.writeStringProperty("row", named.reference());
        json.writeBooleanProperty("present", details != null);
        if (details == null) {
            json.writeNullProperty("state");
            json.writeNullProperty("expiresAt");
            json.writeNullProperty("position");
        } else {
            json.writeStringProperty("state", details.state().name());
            instant(json, "expiresAt", details.expiresAtMicros());
            json.writeStringProperty("position", String.valueOf(named.position()));
        }
        json.writeEndObject();
    }

    private static void instant(JsonGenerator json, String name, long micros) {
        if (micros == Micros.NEVER) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, Micros.instant(micros).toString());
        }
    }
}
