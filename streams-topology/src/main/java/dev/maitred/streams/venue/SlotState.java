package dev.maitred.streams.venue;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One slot of one venue: who takes what, and the sums of it. */
final class SlotState {

    private static final long FIVE_MINUTES_MICROS = 5 * 60 * 1_000_000L;

    private final String id;
    /** Finds a unit of the venue or of this slot; null when it is not known. */
    private final Function<String, @Nullable Unit> units;

    private @Nullable Slot slot;
    private final Map<String, UnitUse> uses = new HashMap<>();
    private final Map<String, SectionTally> sections = new TreeMap<>();
    private final Map<String, Occupant> counted = new LinkedHashMap<>();
    private final TreeMap<Long, Integer> arrivals = new TreeMap<>();
    private final TreeMap<String, Integer> rejectedByReason = new TreeMap<>();
    private final TreeMap<String, Long> depositsMinor = new TreeMap<>();
    private long people;
    private long rejected;
    private int noShows;
    private int cancelled;
    private int openSessions;
    private final TreeMap<Long, Integer> expired = new TreeMap<>();
    private Position position = Position.NONE;
    private boolean known;

    SlotState(String id, Function<String, @Nullable Unit> units) {
        this.id = id;
        this.units = units;
    }

    void slot(@Nullable Slot now) {
        slot = now;
        known = true;
    }

    /** Whether it is or was there; others may speak of a slot that nobody ever heard of. */
    boolean wasKnown() {
        return known;
    }

    /** Starts to count an occupant. */
    void count(String row, Occupant occupant) {
        counted.put(row, occupant);
        use(occupant, 1);
    }

    /** Stops counting it; false when it was not counted. */
    boolean uncount(String row) {
        Occupant occupant = counted.remove(row);
        if (occupant == null) {
            return false;
        }
        use(occupant, -1);
        return true;
    }

    /** An occupant that would take something had its time not ended. */
    void expired(long atMicros, int sign) {
        add(expired, atMicros, sign);
    }

    private void use(Occupant occupant, int sign) {
        if (occupant.units().isEmpty()) {
            section(occupant.section()).quantity(occupant, sign);
            dropIfEmpty(occupant.section());
            return;
        }
        for (String unitId : occupant.units()) {
            UnitUse use = uses.computeIfAbsent(unitId, any -> new UnitUse());
            Unit unit = units.apply(unitId);
            tally(unit, use, -1);
            use.count(occupant, sign);
            tally(unit, use, 1);
            if (use.total() == 0) {
                uses.remove(unitId);
            }
        }
    }

    /** A unit is another now: what takes it counts for another section, or for none. */
    void unitChanged(String unitId, @Nullable Unit before, @Nullable Unit after) {
        UnitUse use = uses.get(unitId);
        if (use != null) {
            tally(before, use, -1);
            tally(after, use, 1);
        }
    }

    private void tally(@Nullable Unit unit, UnitUse use, int sign) {
        if (use.total() == 0) {
            return;
        }
        String section = unit == null ? "" : unit.section();
        section(section).unit(use, unit != null && unit.active() && belongsHere(unit), sign);
        if (sign < 0) {
            dropIfEmpty(section);
        }
    }

    /** A unit of another slot offers nothing here, whoever takes it. */
    private boolean belongsHere(Unit unit) {
        return unit.slot().isEmpty() || unit.slot().equals(id);
    }

    /** A unit that belongs to this slot alone. */
    void ownUnit(Unit unit, int sign) {
        if (unit.active()) {
            section(unit.section()).ownUnit(sign);
            dropIfEmpty(unit.section());
        }
    }

    void capacity(Capacity capacity, int sign) {
        section(capacity.section()).capacity(capacity.quantity(), sign);
        dropIfEmpty(capacity.section());
    }

    /** Occupants that ended without taking anything. */
    void ended(Occupant occupant, int sign) {
        if (occupant.state() == Occupant.State.NO_SHOW) {
            noShows += sign;
        } else if (occupant.state() == Occupant.State.CANCELLED) {
            cancelled += sign;
        }
    }

    void checkIn(CheckIn checkIn, int sign) {
        if (checkIn.outcome() == CheckIn.Outcome.ADMITTED) {
            people += (long) sign * checkIn.people();
            if (checkIn.atMicros() != Micros.UNKNOWN && checkIn.atMicros() != Micros.NEVER) {
                add(
                        arrivals,
                        Math.floorDiv(checkIn.atMicros(), FIVE_MINUTES_MICROS) * FIVE_MINUTES_MICROS,
                        sign * checkIn.people());
            }
        } else {
            rejected += sign;
            add(rejectedByReason, checkIn.reason(), sign);
        }
    }

    void session(Session session, int sign) {
        openSessions += session.isOpen() ? sign : 0;
    }

    void payment(Payment payment, int sign) {
        long minor = depositsMinor.merge(
                payment.amount().currency(), sign * payment.amount().minor(), Long::sum);
        if (minor == 0) {
            depositsMinor.remove(payment.amount().currency());
        }
    }

    void at(Position of) {
        if (of.isAfter(position)) {
            position = of;
        }
    }

    private SectionTally section(String name) {
        return sections.computeIfAbsent(name, any -> new SectionTally());
    }

    private void dropIfEmpty(String name) {
        SectionTally tally = sections.get(name);
        if (tally != null && tally.isEmpty()) {
            sections.remove(name);
        }
    }

    private static <K> void add(Map<K, Integer> sums, K key, int by) {
        if (sums.merge(key, by, Integer::sum) == 0) {
            sums.remove(key);
        }
    }

    /** Whether it offers anything and is listed. */
    boolean isOpen() {
        return slot != null && slot.open();
    }

    /** By section; sections without anything are left out. */
    Map<String, Counts> countsBySection(Map<String, Long> venueUnits) {
        Map<String, Counts> counts = new TreeMap<>();
        venueUnits.forEach((name, active) ->
                counts.put(name, sections.getOrDefault(name, new SectionTally()).counts(active)));
        sections.forEach((name, tally) -> {
            if (!counts.containsKey(name)) {
                counts.put(name, tally.counts(0));
            }
        });
        return counts;
    }

    boolean isFree(String unitId) {
        return !uses.containsKey(unitId);
    }

    /** @param venuePosition of the newest change of what all slots of the venue depend on */
    Board board(
            String venue,
            Slot of,
            @Nullable LocalDate businessDate,
            Map<String, Counts> bySection,
            Position venuePosition) {
        return new Board(
                venue,
                id,
                of,
                businessDate,
                bySection.values().stream().reduce(Counts.NOTHING, Counts::plus),
                bySection,
                noShows,
                cancelled,
                people,
                rejected,
                Map.copyOf(rejectedByReason),
                new TreeMap<>(arrivals),
                openSessions,
                new TreeMap<>(depositsMinor),
                venuePosition.isAfter(position) ? venuePosition : position,
                expired.isEmpty() ? 0 : expired.lastKey());
    }

    @Nullable
    Slot slot() {
        return slot;
    }

    Slot requireSlot() {
        return Objects.requireNonNull(slot);
    }

    Map<String, Occupant> counted() {
        return counted;
    }
}
