package dev.maitred.streams.venue;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One venue: its units and its slots. */
final class VenueState {

    private static final int MINUTES_PER_HOUR = 60;

    /** Beyond this many units of a venue a board counts the free ones and does not list them. */
    private static final int LISTS_UNITS_UP_TO = 500;

    private final String id;
    private @Nullable Venue venue;
    /** Null: the venue is not known, or its time zone is none. */
    private @Nullable ZoneId zone;

    private boolean known;
    private Position position = Position.NONE;
    private final Map<String, Unit> units = new HashMap<>();
    private final Map<String, Long> activeBySection = new TreeMap<>();
    private final Map<String, SlotState> slots = new HashMap<>();
    private @Nullable List<Map.Entry<String, Unit>> ordered;

    VenueState(String id) {
        this.id = id;
    }

    void venue(@Nullable Venue now) {
        venue = now;
        zone = now == null ? null : zone(now.timeZone());
        known = true;
    }

    /** What stands in a column may be anything: it must not stop the fold. */
    private static @Nullable ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Whether it is or was there; others may speak of a venue that nobody ever heard of. */
    boolean wasKnown() {
        return known;
    }

    /** A change of what all of its slots depend on. */
    void at(Position of) {
        if (of.isAfter(position)) {
            position = of;
        }
    }

    SlotState slot(String slotId) {
        return slots.computeIfAbsent(slotId, any -> new SlotState(any, units::get));
    }

    @Nullable
    SlotState knownSlot(String slotId) {
        return slots.get(slotId);
    }

    Map<String, SlotState> slots() {
        return slots;
    }

    /** Takes a unit's new state; null: it is gone. */
    void unit(String unitId, @Nullable Unit before, @Nullable Unit after) {
        if (after == null) {
            units.remove(unitId);
        } else {
            units.put(unitId, after);
        }
        ordered = null;
        belongs(before, -1);
        belongs(after, 1);
        slots.values().forEach(slot -> slot.unitChanged(unitId, before, after));
    }

    private void belongs(@Nullable Unit unit, int sign) {
        if (unit == null) {
            return;
        }
        if (!unit.slot().isEmpty()) {
            slot(unit.slot()).ownUnit(unit, sign);
        } else if (unit.active() && activeBySection.merge(unit.section(), (long) sign, Long::sum) == 0) {
            activeBySection.remove(unit.section());
        }
    }

    Board board(String slotId) {
        SlotState state = slot(slotId);
        Slot slot = state.requireSlot();
        return state.board(id, slot, businessDate(slot), state.countsBySection(activeBySection), position);
    }

    /** The free units of a slot, by label; null when the venue has too many to list. */
    @Nullable
    List<Map.Entry<String, Unit>> freeUnits(String slotId) {
        if (units.size() > LISTS_UNITS_UP_TO) {
            return null;
        }
        SlotState state = slot(slotId);
        return ordered().stream()
                .filter(unit -> unit.getValue().active() && state.isFree(unit.getKey()))
                .filter(unit -> unit.getValue().slot().isEmpty()
                        || unit.getValue().slot().equals(slotId))
                .toList();
    }

    private List<Map.Entry<String, Unit>> ordered() {
        if (ordered == null) {
            List<Map.Entry<String, Unit>> all = new ArrayList<>(units.entrySet());
            all.sort(Comparator.comparingInt(
                            (Map.Entry<String, Unit> unit) -> label(unit).length())
                    .thenComparing(VenueState::label)
                    .thenComparing(Map.Entry::getKey));
            ordered = all;
        }
        return ordered;
    }

    /** What people call the unit; its id where it has no name, or is not there. */
    String unitLabel(String unitId) {
        Unit unit = units.get(unitId);
        return unit == null ? unitId : label(Map.entry(unitId, unit));
    }

    private static String label(Map.Entry<String, Unit> unit) {
        return unit.getValue().label().isEmpty()
                ? unit.getKey()
                : unit.getValue().label();
    }

    /** The local day on which the slot starts, or the day before when it starts before that day's business ended; null: not known. */
    private @Nullable LocalDate businessDate(Slot slot) {
        if (venue == null || zone == null || !isInstant(slot.startsAtMicros())) {
            return null;
        }
        ZonedDateTime local = Micros.instant(slot.startsAtMicros()).atZone(zone);
        int minute = local.getHour() * MINUTES_PER_HOUR + local.getMinute();
        boolean stillYesterday = minute < venue.dayEndsMinute();
        return stillYesterday ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }

    private static boolean isInstant(long micros) {
        return micros != Micros.NEVER && micros != Micros.UNKNOWN;
    }

    @Nullable
    Venue venue() {
        return venue;
    }
}
