package dev.maitred.streams.venue;

import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

    private final String id;
    private @Nullable Venue venue;
    private ZoneId zone = ZoneOffset.UTC;
    private final Map<String, Unit> units = new HashMap<>();
    private final Map<String, Long> activeBySection = new TreeMap<>();
    private final Map<String, SlotState> slots = new HashMap<>();
    private @Nullable List<Map.Entry<String, Unit>> ordered;

    VenueState(String id) {
        this.id = id;
    }

    void venue(@Nullable Venue now) {
        venue = now;
        zone = now == null ? ZoneOffset.UTC : ZoneId.of(now.timeZone());
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
        return state.board(id, slot, businessDate(slot), state.countsBySection(activeBySection));
    }

    /** The free units of a slot, by label. */
    List<Map.Entry<String, Unit>> freeUnits(String slotId) {
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
                    .thenComparing(VenueState::label));
            ordered = all;
        }
        return ordered;
    }

    private static String label(Map.Entry<String, Unit> unit) {
        return unit.getValue().label().isEmpty()
                ? unit.getKey()
                : unit.getValue().label();
    }

    int unitCount() {
        return units.size();
    }

    /** The local day on which the slot starts, or the day before when it starts before that day's business ended. */
    private LocalDate businessDate(Slot slot) {
        ZonedDateTime local = Micros.instant(slot.startsAtMicros()).atZone(zone);
        int minute = local.getHour() * MINUTES_PER_HOUR + local.getMinute();
        boolean stillYesterday = venue != null && minute < venue.dayEndsMinute();
        return stillYesterday ? local.toLocalDate().minusDays(1) : local.toLocalDate();
    }

    @Nullable
    Venue venue() {
        return venue;
    }
}
