package dev.maitred.streams;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
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
import dev.maitred.streams.SourceLog.Truth;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the boards must say, counted anew from all rows at one instant. Written from the meaning of the words alone; it shares nothing
 * with the fold.
 */
public final class ExpectedBoards {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long FIVE_MINUTES = 300_000_000L;

    private final String owner;
    private final String slotId;
    private final long clock;
    private final Map<ChangeKey, Change> rows;

    private ExpectedBoards(String owner, String slotId, Truth truth) {
        this.owner = owner;
        this.slotId = slotId;
        this.clock = truth.clockMicros();
        this.rows = truth.rows();
    }

    /** Every board and venue that there is, as JSON without its version, by the key under which it is published. */
    public static Map<String, String> of(Truth truth) {
        Map<String, String> boards = new TreeMap<>();
        if (truth.known()) {
            truth.rows().forEach((key, change) -> {
                if (change instanceof Slot slot && slot.open()) {
                    boards.put(
                            key.owner() + "/" + key.row(),
                            JSON.writeValueAsString(new ExpectedBoards(key.owner(), key.row(), truth).board(slot)));
                } else if (change instanceof Venue venue) {
                    boards.put(key.owner() + "/", JSON.writeValueAsString(venue(key.owner(), venue)));
                }
            });
        }
        return boards;
    }

    private static Map<String, Object> venue(String owner, Venue venue) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("venue", owner);
        json.put("name", venue.name());
        json.put("tenant", venue.tenant());
        json.put("timeZone", venue.timeZone());
        return json;
    }

    private <T extends Change> Map<String, T> all(Class<T> type, Predicate<T> which) {
        Map<String, T> found = new LinkedHashMap<>();
        rows.forEach((key, change) -> {
            if (key.owner().equals(owner) && type.isInstance(change) && which.test(type.cast(change))) {
                found.put(
                        type == Occupant.class ? key.toString() : key.row() + (type == Unit.class ? "" : key),
                        type.cast(change));
            }
        });
        return found;
    }

    /** An occupant, and what becomes of it by the reservation that it belongs to. */
    private record Standing(Occupant occupant, Occupant.State state, long until) {
        boolean takes(long clock) {
            return (state == Occupant.State.HELD || state == Occupant.State.CONFIRMED || state == Occupant.State.SEATED)
                    && until > clock;
        }

        boolean takes(String unit) {
            return occupant.units().contains(unit);
        }
    }

    private Standing standing(Occupant each) {
        Occupant.State own = each.state();
        boolean over = own == Occupant.State.COMPLETED
                || own == Occupant.State.CANCELLED
                || own == Occupant.State.EXPIRED
                || own == Occupant.State.NO_SHOW;
        if (each.reservation().isEmpty() || over) {
            return new Standing(each, own, each.expiresAtMicros());
        }
        Reservation of = reservation(owner, each.reservation());
        if (of == null) {
            of = reservation(owner.substring(0, owner.indexOf(':')), each.reservation());
        }
        if (of == null) {
            return new Standing(each, Occupant.State.HELD, each.expiresAtMicros());
        }
        boolean sits = own == Occupant.State.SEATED
                && (of.state() == Occupant.State.HELD || of.state() == Occupant.State.CONFIRMED);
        long until = each.expiresAtMicros() < of.expiresAtMicros() ? each.expiresAtMicros() : of.expiresAtMicros();
        return new Standing(each, sits ? own : of.state(), until);
    }

    private @Nullable Reservation reservation(String of, String reference) {
        for (Map.Entry<ChangeKey, Change> row : rows.entrySet()) {
            if (row.getValue() instanceof Reservation reservation
                    && row.getKey().owner().equals(of)
                    && row.getKey().reference().equals(reference)) {
                return reservation;
            }
        }
        return null;
    }

    private Map<String, @Nullable Object> board(Slot slot) {
        Map<String, Unit> units = all(
                Unit.class,
                unit -> unit.active() && (unit.slot().isEmpty() || unit.slot().equals(slotId)));
        List<Standing> all = all(Occupant.class, each -> each.slot().equals(slotId)).values().stream()
                .map(this::standing)
                .toList();
        List<Standing> taking = all.stream().filter(each -> each.takes(clock)).toList();
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("venue", owner);
        json.put("slot", slotId);
        json.put("label", slot.label());
        json.put("startsAt", instant(slot.startsAtMicros()));
        json.put("endsAt", instant(slot.endsAtMicros()));
        json.put("businessDate", businessDate(slot));
        Map<String, Sums> sections = sections(units, taking);
        Sums total = new Sums();
        sections.values().forEach(total::add);
        total.into(json);
        json.put(
                "noShows",
                all.stream()
                        .filter(each -> each.state() == Occupant.State.NO_SHOW)
                        .count());
        json.put(
                "cancelled",
                all.stream()
                        .filter(each -> each.state() == Occupant.State.CANCELLED)
                        .count());
        List<Object> list = new ArrayList<>();
        sections.forEach((name, sums) -> {
            Map<String, @Nullable Object> section = new LinkedHashMap<>();
            section.put("section", name);
            sums.into(section);
            list.add(section);
        });
        json.put("truncated", false);
        json.put("sections", list);
        door(json);
        json.put(
                "sessions",
                Map.of(
                        "open",
                        all(Session.class, each -> each.slot().equals(slotId) && each.isOpen())
                                .size()));
        json.put("deposits", deposits());
        json.put("freeUnits", freeUnits(units, taking));
        return json;
    }

    /** What one section offers and what takes it, unit by unit. */
    private static final class Sums {
        private boolean known = true;
        private long capacity;
        private long free;
        private long held;
        private long taken;
        private long seated;
        private long blocked;
        private long overbooked;
        private long conflicts;

        void take(Standing each, long pieces) {
            if (each.occupant().kind() == Occupant.Kind.BLOCK) {
                blocked += pieces;
            } else if (each.state() == Occupant.State.HELD) {
                held += pieces;
            } else {
                taken += pieces;
                seated += each.state() == Occupant.State.SEATED ? pieces : 0;
            }
        }

        void add(Sums other) {
            known &= other.known;
            capacity += other.capacity;
            free += other.free;
            held += other.held;
            taken += other.taken;
            seated += other.seated;
            blocked += other.blocked;
            overbooked += other.overbooked;
            conflicts += other.conflicts;
        }

        void into(Map<String, @Nullable Object> json) {
            if (known && free + held + taken + blocked != capacity + overbooked || free < 0) {
                throw new AssertionError("The expectation itself does not add up");
            }
            json.put("capacity", known ? capacity : null);
            json.put("free", known ? free : null);
            json.put("held", held);
            json.put("taken", taken);
            json.put("seated", seated);
            json.put("blocked", blocked);
            json.put("overbooked", overbooked);
            json.put("conflicts", conflicts);
        }
    }

    private Map<String, Sums> sections(Map<String, Unit> units, List<Standing> taking) {
        Map<String, Sums> sections = new TreeMap<>();
        units.forEach((id, unit) -> {
            Sums sums = sections.computeIfAbsent(unit.section(), any -> new Sums());
            sums.capacity++;
            if (taking.stream().noneMatch(each -> each.takes(id))) {
                sums.free++;
            }
        });
        Map<String, Unit> everyUnit = all(Unit.class, any -> true);
        TreeSet<String> takenUnits = new TreeSet<>();
        taking.forEach(each -> takenUnits.addAll(each.occupant().units()));
        for (String id : takenUnits) {
            List<Standing> on = taking.stream().filter(each -> each.takes(id)).toList();
            Unit unit = everyUnit.get(id);
            Sums sums = sections.computeIfAbsent(unit == null ? "" : unit.section(), any -> new Sums());
            on.forEach(each -> sums.take(each, 1));
            boolean offered = units.containsKey(id);
            sums.overbooked += on.size() - (offered ? 1 : 0);
            sums.conflicts += offered && on.size() > 1 ? 1 : 0;
        }
        quantities(sections, taking);
        return sections;
    }

    private void quantities(Map<String, Sums> sections, List<Standing> taking) {
        List<Standing> pieces = taking.stream()
                .filter(each -> each.occupant().units().isEmpty())
                .toList();
        Map<String, Capacity> capacities =
                all(Capacity.class, each -> each.slot().equals(slotId));
        TreeSet<String> names = new TreeSet<>();
        capacities.values().forEach(each -> names.add(each.section()));
        pieces.stream()
                .map(Standing::occupant)
                .filter(each -> each.quantity() > 0)
                .forEach(each -> names.add(each.section()));
        for (String name : names) {
            Sums sums = sections.computeIfAbsent(name, any -> new Sums());
            long offered = 0;
            for (Capacity capacity : capacities.values()) {
                if (capacity.section().equals(name)) {
                    Long quantity = capacity.quantity();
                    sums.known &= quantity != null;
                    offered += quantity == null ? 0 : quantity;
                }
            }
            long used = 0;
            for (Standing each : pieces) {
                if (each.occupant().section().equals(name)) {
                    sums.take(each, each.occupant().quantity());
                    used += each.occupant().quantity();
                }
            }
            if (sums.known) {
                sums.capacity += offered;
                sums.free += Math.max(0, offered - used);
                sums.overbooked += Math.max(0, used - offered);
            }
        }
    }

    private void door(Map<String, @Nullable Object> json) {
        long people = 0;
        long rejected = 0;
        Map<String, Integer> reasons = new TreeMap<>();
        Map<Long, Integer> arrivals = new TreeMap<>();
        for (CheckIn each : all(CheckIn.class, any -> any.slot().equals(slotId)).values()) {
            if (each.outcome() == CheckIn.Outcome.ADMITTED) {
                people += each.people();
                arrivals.merge(each.atMicros() / FIVE_MINUTES, each.people(), Integer::sum);
            } else {
                rejected++;
                reasons.merge(each.reason(), 1, Integer::sum);
            }
        }
        Map<String, Object> checkIns = new LinkedHashMap<>();
        checkIns.put("people", people);
        checkIns.put("rejected", rejected);
        checkIns.put("rejectedByReason", reasons);
        json.put("checkIns", checkIns);
        List<Object> list = new ArrayList<>();
        arrivals.forEach((five, count) -> {
            Map<String, Object> arrival = new LinkedHashMap<>();
            arrival.put("at", Micros.instant(five * FIVE_MINUTES).toString());
            arrival.put("people", count);
            list.add(arrival);
        });
        json.put("arrivals", list);
    }

    private List<Object> deposits() {
        Map<String, Long> minor = new TreeMap<>();
        all(Payment.class, each -> each.slot().equals(slotId))
                .values()
                .forEach(each ->
                        minor.merge(each.amount().currency(), each.amount().minor(), Long::sum));
        List<Object> list = new ArrayList<>();
        minor.forEach((currency, sum) -> {
            if (sum != 0) {
                Map<String, Object> deposit = new LinkedHashMap<>();
                deposit.put("minor", sum);
                deposit.put("currency", currency);
                list.add(deposit);
            }
        });
        return list;
    }

    private static List<Object> freeUnits(Map<String, Unit> units, List<Standing> taking) {
        List<Object> list = new ArrayList<>();
        units.entrySet().stream()
                .filter(unit -> taking.stream().noneMatch(each -> each.takes(unit.getKey())))
                .sorted(Comparator.comparingInt(
                                (Map.Entry<String, Unit> unit) -> label(unit).length())
                        .thenComparing(ExpectedBoards::label)
                        .thenComparing(Map.Entry::getKey))
                .forEach(unit -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("unit", unit.getKey());
                    json.put("label", unit.getValue().label());
                    json.put("section", unit.getValue().section());
                    json.put("seats", unit.getValue().seats());
                    list.add(json);
                });
        return list;
    }

    private static String label(Map.Entry<String, Unit> unit) {
        return unit.getValue().label().isEmpty()
                ? unit.getKey()
                : unit.getValue().label();
    }

    private static @Nullable String instant(long micros) {
        return micros == Micros.NEVER || micros == Micros.UNKNOWN
                ? null
                : Micros.instant(micros).toString();
    }

    private @Nullable String businessDate(Slot slot) {
        if (!(rows.get(new ChangeKey(owner, Entity.VENUE, "venue", "1")) instanceof Venue venue)
                || slot.startsAtMicros() == Micros.NEVER) {
            return null;
        }
        try {
            return Micros.instant(slot.startsAtMicros())
                    .atZone(ZoneId.of(venue.timeZone()))
                    .toLocalDateTime()
                    .minusMinutes(venue.dayEndsMinute())
                    .toLocalDate()
                    .toString();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
