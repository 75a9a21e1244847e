package dev.maitred.streams.venue;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.fold.Published;
import dev.maitred.streams.fold.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fold of one partition of the venues' change log: boards by venue and slot. */
public final class VenueFold extends Fold {

    /** The rule of the traces that rows leave in slots; no mapping's rule has an empty name. */
    private static final String TRACE = "";

    private final Map<String, VenueState> venues = new HashMap<>();
    private final Map<String, Timers> timers = new HashMap<>();
    private final Map<String, Set<Place>> touchedBySource = new HashMap<>();
    private final Reservations reservations = new Reservations(this::row);

    /** A slot of a venue; without a slot the venue itself. */
    private record Place(String venue, String slot) {}

    @Override
    protected void changed(
            ChangeKey key, String row, @Nullable Change before, @Nullable Change after, Position position) {
        if (key.entity() == Entity.RESERVATION) {
            reservation(key, row, (Reservation) before, (Reservation) after, position);
            return;
        }
        VenueState venue = venue(key.owner());
        switch (key.entity()) {
            case VENUE -> {
                venue.venue((Venue) after);
                venue.at(position);
                touched(key.owner(), "");
                touchSlots(key.owner(), venue);
            }
            case SLOT -> {
                if (!key.rule().equals(TRACE)) {
                    venue.slot(key.row()).slot((Slot) after);
                }
                at(key.owner(), venue, key.row(), position);
            }
            case UNIT -> {
                venue.unit(key.row(), (Unit) before, (Unit) after);
                venue.at(position);
                touchSlots(key.owner(), venue);
            }
            case CAPACITY, OCCUPANT, CHECK_IN, SESSION, PAYMENT -> {
                inSlot(key.owner(), venue, row, before, -1, position);
                inSlot(key.owner(), venue, row, after, 1, position);
            }
            case HOURS -> {}
            case RESERVATION, QUEUE_ITEM, ACTIVITY, DOCUMENT, WATERMARK, MARK -> throw elsewhere(key);
        }
    }

    private static IllegalArgumentException elsewhere(ChangeKey key) {
        return new IllegalArgumentException(
                "Expected something of a venue, found " + key + ": it belongs in another change log");
    }

    /** Takes one state of a row out of its slot, or puts one in. What takes a span of time has no slot. */
    private void inSlot(
            String owner, VenueState venue, String row, @Nullable Change change, int sign, Position position) {
        String slotId = slotOf(change);
        if (change == null || slotId.isEmpty()) {
            return;
        }
        SlotState slot = venue.slot(slotId);
        switch (change) {
            case Occupant occupant -> occupant(owner, slot, row, occupant, sign);
            case Capacity capacity -> slot.capacity(capacity, sign);
            case CheckIn checkIn -> slot.checkIn(checkIn, sign);
            case Session session -> slot.session(session, sign);
            case Payment payment -> slot.payment(payment, sign);
            default -> throw new IllegalStateException("Expected something in a slot, found " + change);
        }
        at(owner, venue, slotId, position);
    }

    private static String slotOf(@Nullable Change change) {
        return switch (change) {
            case Occupant occupant -> occupant.slot();
            case Capacity capacity -> capacity.slot();
            case CheckIn checkIn -> checkIn.slot();
            case Session session -> session.slot();
            case Payment payment -> payment.slot();
            case null, default -> "";
        };
    }

    private void occupant(String owner, SlotState slot, String row, Occupant occupant, int sign) {
        if (sign < 0) {
            reservations.leave(owner, occupant, row);
            takeOut(owner, slot, row, reservations.counted(owner, occupant));
        } else {
            reservations.join(owner, occupant, row);
            slot.at(reservations.newest(owner, occupant));
            putIn(owner, slot, row, reservations.counted(owner, occupant));
        }
    }

    /** @param counted as it is to count, its reservation considered */
    private void putIn(String owner, SlotState slot, String row, Occupant counted) {
        String source = sourceOf(owner);
        slot.ended(counted, 1);
        if (counted.occupiesAt(progress(source).clockMicros())) {
            slot.count(row, counted);
            if (counted.expiresAtMicros() != Micros.NEVER) {
                timers(source).set(row, counted.expiresAtMicros());
            }
        } else if (counted.state().occupies()) {
            slot.expired(counted.expiresAtMicros(), 1);
        }
    }

    /** @param counted as it was put in */
    private void takeOut(String owner, SlotState slot, String row, Occupant counted) {
        slot.ended(counted, -1);
        if (slot.uncount(row)) {
            timers(sourceOf(owner)).cancel(row);
        } else if (counted.state().occupies()) {
            slot.expired(counted.expiresAtMicros(), -1);
        }
    }

    /** All members at once: others see them again only when the transaction ends. */
    private void reservation(
            ChangeKey key, String row, @Nullable Reservation before, @Nullable Reservation after, Position position) {
        reservations.forMembers(key, (member, owner, occupant) -> {
            SlotState slot = venue(owner).slot(occupant.slot());
            slot.at(position);
            touched(owner, occupant.slot());
            Occupant was = reservations.counted(owner, occupant, row, before);
            Occupant is = reservations.counted(owner, occupant, row, after);
            if (!was.equals(is)) {
                takeOut(owner, slot, member, was);
                putIn(owner, slot, member, is);
            }
        });
    }

    @Override
    protected void clockAdvanced(String source, long clockMicros) {
        timers(source).fire(clockMicros, this::expire);
    }

    private void expire(String row) {
        FoldedRow folded = row(row);
        if (folded != null && folded.change() instanceof Occupant occupant) {
            String owner = ChangeKey.parse(row).owner();
            SlotState slot = venue(owner).slot(occupant.slot());
            slot.uncount(row);
            slot.expired(reservations.counted(owner, occupant).expiresAtMicros(), 1);
            touched(owner, occupant.slot());
        }
    }

    @Override
    public @Nullable Trace traceOf(ChangeKey key, @Nullable Change after, Position position) {
        FoldedRow row = row(key.toString());
        Change before = row == null ? null : row.change();
        String left = slotOf(before);
        if (left.isEmpty()) {
            return null;
        }
        boolean stays = left.equals(slotOf(after));
        Position of = position;
        if (before instanceof Occupant occupant && !(stays && names(after, occupant.reservation()))) {
            // What a resync takes away is older than what the stream may have said of its reservation since.
            Position newest = reservations.newest(key.owner(), occupant);
            of = newest.isAfter(position) ? newest : position;
        }
        return stays && of == position ? null : new Trace(new ChangeKey(key.owner(), Entity.SLOT, TRACE, left), of);
    }

    private static boolean names(@Nullable Change change, String reservation) {
        return change instanceof Occupant occupant && occupant.reservation().equals(reservation);
    }

    private void at(String owner, VenueState venue, String slot, Position position) {
        venue.slot(slot).at(position);
        touched(owner, slot);
    }

    private void touched(String venue, String slot) {
        touchedBySource
                .computeIfAbsent(sourceOf(venue), any -> new LinkedHashSet<>())
                .add(new Place(venue, slot));
    }

    private void touchSlots(String id, VenueState venue) {
        venue.slots().keySet().forEach(slot -> touched(id, slot));
    }

    @Override
    public void touch(ChangeKey key) {
        switch (key.entity()) {
            case VENUE, UNIT -> {
                touched(key.owner(), "");
                touchSlots(key.owner(), venue(key.owner()));
            }
            case SLOT -> touched(key.owner(), key.row());
            case CAPACITY, OCCUPANT, CHECK_IN, SESSION, PAYMENT -> {
                FoldedRow row = row(key.toString());
                String slot = slotOf(row == null ? null : row.change());
                if (!slot.isEmpty()) {
                    touched(key.owner(), slot);
                }
            }
            case RESERVATION ->
                reservations.forMembers(key, (member, owner, occupant) -> touched(owner, occupant.slot()));
            case HOURS, QUEUE_ITEM, ACTIVITY, DOCUMENT, WATERMARK, MARK -> {}
        }
    }

    @Override
    public void touchAll() {
        venues.forEach((id, venue) -> {
            touched(id, "");
            touchSlots(id, venue);
        });
    }

    @Override
    public List<Published> publish(String source) {
        Set<Place> touched = touchedBySource.get(source);
        if (touched == null || !progress(source).isKnown()) {
            return List.of();
        }
        List<Published> out = new ArrayList<>(touched.size());
        for (Place place : touched) {
            Published published = place.slot().isEmpty() ? venueView(place.venue()) : boardView(place);
            if (published != null) {
                out.add(published);
            }
        }
        touched.clear();
        return out;
    }

    /** Null: nobody ever heard of it. */
    private @Nullable Published venueView(String id) {
        VenueState state = venue(id);
        Venue venue = state.venue();
        if (venue == null) {
            return state.wasKnown() ? Published.gone(BoardKeys.venue(id), id) : null;
        }
        return new Published(BoardKeys.venue(id), id, BoardJson.venue(id, venue), new byte[0]);
    }

    private @Nullable Published boardView(Place place) {
        String key = BoardKeys.board(place.venue(), place.slot());
        VenueState venue = venue(place.venue());
        SlotState slot = venue.slot(place.slot());
        if (!slot.isOpen()) {
            return slot.wasKnown() ? Published.gone(key, place.venue()) : null;
        }
        return BoardJson.board(key, venue.board(place.slot()), venue.freeUnits(place.slot()));
    }

    /** A board as it is now; null when there is no such slot, or nothing is known yet. */
    public @Nullable Board board(String venue, String slot) {
        VenueState state = venues.get(venue);
        SlotState known = state == null ? null : state.knownSlot(slot);
        return state == null
                        || known == null
                        || !known.isOpen()
                        || !progress(sourceOf(venue)).isKnown()
                ? null
                : state.board(slot);
    }

    /** The occupants that make up a board's numbers, as they count, by the text of their keys. */
    public Map<String, Occupant> counted(String venue, String slot) {
        VenueState state = venues.get(venue);
        SlotState known = state == null ? null : state.knownSlot(slot);
        return known == null ? Map.of() : Map.copyOf(known.counted());
    }

    /**
     * The row of the reservation that an occupant names.
     *
     * @return null when it names none, or it is not there
     */
    public @Nullable FoldedRow reservationOf(String venue, Occupant occupant) {
        return reservations.row(venue, occupant);
    }

    /** What people call a unit; its id where it has no name, or is not there. */
    public String unitLabel(String venue, String unit) {
        VenueState state = venues.get(venue);
        return state == null ? unit : state.unitLabel(unit);
    }

    private VenueState venue(String id) {
        return venues.computeIfAbsent(id, VenueState::new);
    }

    private Timers timers(String source) {
        return timers.computeIfAbsent(source, any -> new Timers());
    }
}
