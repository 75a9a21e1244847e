package dev.maitred.streams.venue;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Activity;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Document;
import dev.maitred.contract.change.Hours;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.contract.change.Watermark;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.fold.Published;
import dev.maitred.streams.fold.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fold of one partition of the venues' change log: boards by venue and slot. */
public final class VenueFold extends Fold {

    private final Map<String, VenueState> venues = new HashMap<>();
    private final Map<String, Timers> timers = new HashMap<>();
    private final Set<Place> touched = new LinkedHashSet<>();

    /** A slot of a venue; without a slot the venue itself. */
    private record Place(String venue, String slot) {}

    @Override
    protected void changed(
            ChangeKey key, String row, @Nullable Change before, @Nullable Change after, Position position) {
        if (before != null) {
            apply(key, row, before, after, -1, position);
        }
        if (after != null) {
            apply(key, row, after, before, 1, position);
        }
    }

    /** Takes one state of a row out, or puts one in; {@code other} is the state that it takes the place of, or that takes its place. */
    private void apply(ChangeKey key, String row, Change change, @Nullable Change other, int sign, Position position) {
        VenueState venue = venue(key.owner());
        switch (change) {
            case Venue state -> {
                venue.venue(sign > 0 ? state : null);
                touched.add(new Place(key.owner(), ""));
                venue.slots().keySet().forEach(slot -> touched.add(new Place(key.owner(), slot)));
            }
            case Slot state -> {
                venue.slot(key.row()).slot(sign > 0 ? state : null);
                touch(key.owner(), key.row(), position);
            }
            case Unit unit -> {
                // One call does both halves of a change.
                if (sign > 0 || other == null) {
                    venue.unit(key.row(), sign > 0 ? (Unit) other : unit, sign > 0 ? unit : null);
                    venue.slots().keySet().forEach(slot -> touch(key.owner(), slot, position));
                }
            }
            case Capacity capacity -> {
                venue.slot(capacity.slot()).capacity(capacity, sign);
                touch(key.owner(), capacity.slot(), position);
            }
            case Occupant occupant -> {
                occupant(key, row, occupant, sign);
                touch(key.owner(), occupant.slot(), position);
            }
            case CheckIn checkIn -> {
                venue.slot(checkIn.slot()).checkIn(checkIn, sign);
                touch(key.owner(), checkIn.slot(), position);
            }
            case Session session -> {
                venue.slot(session.slot()).session(session, sign);
                touch(key.owner(), session.slot(), position);
            }
            case Payment payment -> {
                venue.slot(payment.slot()).payment(payment, sign);
                touch(key.owner(), payment.slot(), position);
            }
            case Hours any -> touched.add(new Place(key.owner(), ""));
            case Reservation any -> touched.add(new Place(key.owner(), ""));
            case QueueItem any -> throw elsewhere(any);
            case Activity any -> throw elsewhere(any);
            case Document any -> throw elsewhere(any);
            case Watermark any -> throw elsewhere(any);
            case Mark any -> throw elsewhere(any);
        }
    }

    private static IllegalArgumentException elsewhere(Change change) {
        return new IllegalArgumentException("A " + change.entity().text() + " does not belong in a venue's log");
    }

    private void occupant(ChangeKey key, String row, Occupant occupant, int sign) {
        SlotState slot = venue(key.owner()).slot(occupant.slot());
        Timers its = timers(sourceOf(key.owner()));
        slot.ended(occupant, sign);
        if (sign < 0) {
            slot.uncount(row);
            its.cancel(row);
        } else if (occupant.occupiesAt(progress(sourceOf(key.owner())).clockMicros())) {
            slot.count(row, occupant);
            if (occupant.expiresAtMicros() != Micros.NEVER) {
                its.set(row, occupant.expiresAtMicros());
            }
        }
    }

    @Override
    protected void clockAdvanced(String source, long clockMicros) {
        timers(source).fire(clockMicros, row -> expire(row, clockMicros));
    }

    private void expire(String row, long clockMicros) {
        ChangeKey key = ChangeKey.parse(row);
        FoldedRow folded = Objects.requireNonNull(row(row));
        if (folded.change() instanceof Occupant occupant) {
            SlotState slot = venue(key.owner()).slot(occupant.slot());
            slot.uncount(row);
            slot.fired(Math.min(occupant.expiresAtMicros(), clockMicros));
            touched.add(new Place(key.owner(), occupant.slot()));
        }
    }

    private void touch(String venue, String slot, Position position) {
        venue(venue).slot(slot).at(position);
        touched.add(new Place(venue, slot));
    }

    @Override
    public void touch(ChangeKey key) {
        FoldedRow row = row(key.toString());
        String slot = switch (row == null ? null : row.change()) {
            case Occupant occupant -> occupant.slot();
            case CheckIn checkIn -> checkIn.slot();
            case Session session -> session.slot();
            case Payment payment -> payment.slot();
            case Capacity capacity -> capacity.slot();
            case Slot any -> key.row();
            case null, default -> "";
        };
        touched.add(new Place(key.owner(), slot));
        if (slot.isEmpty()) {
            venue(key.owner()).slots().keySet().forEach(each -> touched.add(new Place(key.owner(), each)));
        }
    }

    @Override
    public void touchAll() {
        venues.forEach((id, venue) -> {
            touched.add(new Place(id, ""));
            venue.slots().keySet().forEach(slot -> touched.add(new Place(id, slot)));
        });
    }

    @Override
    public List<Published> publish(String source) {
        if (!progress(source).isComplete()) {
            return List.of();
        }
        List<Published> out = new ArrayList<>(touched.size());
        for (Iterator<Place> places = touched.iterator(); places.hasNext(); ) {
            Place place = places.next();
            if (sourceOf(place.venue()).equals(source)) {
                places.remove();
                Published published = place.slot().isEmpty() ? venueView(place.venue()) : boardView(place);
                if (published != null) {
                    out.add(published);
                }
            }
        }
        return out;
    }

    private @Nullable Published venueView(String id) {
        Venue venue = venue(id).venue();
        return venue == null
                ? Published.gone(BoardKeys.venue(id), id)
                : new Published(BoardKeys.venue(id), id, BoardJson.venue(id, venue), new byte[0]);
    }

    private @Nullable Published boardView(Place place) {
        String key = BoardKeys.board(place.venue(), place.slot());
        SlotState slot = venue(place.venue()).knownSlot(place.slot());
        if (slot == null || !slot.isOpen()) {
            return Published.gone(key, place.venue());
        }
        VenueState venue = venue(place.venue());
        return BoardJson.board(key, venue.board(place.slot()), venue.freeUnits(place.slot()), venue.unitCount());
    }

    /** A board as it is now; null when there is no such slot, or nothing is known yet. */
    public @Nullable Board board(String venue, String slot) {
        VenueState state = venues.get(venue);
        SlotState known = state == null ? null : state.knownSlot(slot);
        return state == null
                        || known == null
                        || !known.isOpen()
                        || !progress(sourceOf(venue)).isComplete()
                ? null
                : state.board(slot);
    }

    /** The occupants that make up a board's numbers, by the text of their keys. */
    public Map<String, Occupant> counted(String venue, String slot) {
        VenueState state = venues.get(venue);
        SlotState known = state == null ? null : state.knownSlot(slot);
        return known == null ? Map.of() : Map.copyOf(known.counted());
    }

    private VenueState venue(String id) {
        return venues.computeIfAbsent(id, VenueState::new);
    }

    private Timers timers(String source) {
        return timers.computeIfAbsent(source, any -> new Timers());
    }
}
