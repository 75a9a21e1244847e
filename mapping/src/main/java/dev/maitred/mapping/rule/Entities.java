package dev.maitred.mapping.rule;

import static java.util.Objects.requireNonNull;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Activity;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Hours;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import java.time.DayOfWeek;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of each entity: what the file may say, what it must, and what stands where it says nothing. */
final class Entities {

    private static final int MINUTES_PER_DAY = Readings.MINUTES_PER_DAY;

    /** Minutes. */
    private static final int SHORTEST_CELL = 5;

    private static final int LONGEST_CELL = 366 * MINUTES_PER_DAY;

    private Entities() {}

    /** The entities that the language knows, by the word that the file uses. */
    static final Map<String, Entity> BY_WORD = Map.ofEntries(
            Map.entry("venue", Entity.VENUE),
            Map.entry("slot", Entity.SLOT),
            Map.entry("unit", Entity.UNIT),
            Map.entry("capacity", Entity.CAPACITY),
            Map.entry("occupant", Entity.OCCUPANT),
            Map.entry("reservation", Entity.RESERVATION),
            Map.entry("check_in", Entity.CHECK_IN),
            Map.entry("session", Entity.SESSION),
            Map.entry("payment", Entity.PAYMENT),
            Map.entry("hours", Entity.HOURS),
            Map.entry("activity", Entity.ACTIVITY),
            Map.entry("document", Entity.DOCUMENT),
            Map.entry("queue_item", Entity.QUEUE_ITEM));

    /** The field that names an entity's owner: its venue, queue or subject. */
    static String ownerField(Entity entity) {
        return switch (entity) {
            case QUEUE_ITEM -> "queue";
            case ACTIVITY, DOCUMENT -> "subject";
            case VENUE -> "id";
            case HOURS, SLOT, UNIT, CAPACITY, OCCUPANT, RESERVATION, CHECK_IN, SESSION, PAYMENT, WATERMARK, MARK ->
                "venue";
        };
    }

    static Reader<Change> compile(Entity entity, Fields fields) {
        return switch (entity) {
            case VENUE -> venue(fields);
            case SLOT -> slot(fields);
            case UNIT -> unit(fields);
            case CAPACITY -> capacity(fields);
            case OCCUPANT -> occupant(fields);
            case RESERVATION -> reservation(fields);
            case CHECK_IN -> checkIn(fields);
            case SESSION -> session(fields);
            case PAYMENT -> payment(fields);
            case ACTIVITY -> activity(fields);
            case QUEUE_ITEM -> queueItem(fields);
            case HOURS -> hours(fields);
            case DOCUMENT -> Documents.compile(fields);
            case WATERMARK, MARK ->
                throw new IllegalArgumentException("The mapping language has no entity " + entity.text());
        };
    }

    private static Reader<Change> venue(Fields fields) {
        var name = fields.text("name");
        var tenant = fields.text("tenant", "");
        var timeZone = fields.zone("time_zone", "UTC");
        var dayEnds = fields.minuteOfDay("day_ends", 0);
        var grid = fields.part("grid", "minutes", Wanted.NUMBER, Entities::grid, 0);
        return row -> new Venue(
                requireNonNull(name.read(row)),
                requireNonNull(tenant.read(row)),
                requireNonNull(timeZone.read(row)),
                afterMidnight(requireNonNull(dayEnds.read(row))),
                requireNonNull(grid.read(row)));
    }

    /** Cells begin at local midnight, so they divide a day or are whole days. */
    private static int grid(String field, Object value) {
        long minutes = Readings.whole(field, value);
        boolean divides = minutes >= SHORTEST_CELL && minutes <= MINUTES_PER_DAY && MINUTES_PER_DAY % minutes == 0;
        if (divides || minutes > 0 && minutes <= LONGEST_CELL && minutes % MINUTES_PER_DAY == 0) {
            return (int) minutes;
        }
        throw new UnmappableException(
                field + ": expected minutes that divide a day, from 5 on, or whole days of 1440, up to a year; found "
                        + minutes);
    }

    private static Reader<Change> hours(Fields fields) {
        fields.eitherOf("weekday", "date");
        var weekday = weekday(fields);
        var date = fields.day("date");
        var opens = fields.minuteOfDay("opens", null);
        var closes = fields.minuteOfDay("closes", null);
        var closed = fields.truth("closed", false);
        return row -> {
            Long day = date.read(row);
            Integer ofWeek = day == null ? Readings.present("weekday", weekday.read(row)) : (Integer) 0;
            Integer from = opens.read(row);
            Integer until = closes.read(row);
            Integer onDate = day == null ? null : (Integer) Math.toIntExact(day);
            // A table that says no hours for a day says that it is closed.
            if (requireNonNull(closed.read(row)) || from == null && until == null) {
                return new Hours(ofWeek, onDate, 0, 0, true);
            }
            int begin = Readings.present("opens", from);
            int end = Readings.present("closes", until);
            if (begin < 0 || begin >= MINUTES_PER_DAY || end < 0 || end > 2 * MINUTES_PER_DAY) {
                throw new UnmappableException(
                        "opens, closes: expected times of day, closing until the end of the next day, found others");
            }
            return new Hours(ofWeek, onDate, begin, end <= begin ? end + MINUTES_PER_DAY : end, false);
        };
    }

    /** ISO: 1 is Monday; or a value list, as in {@code {column: dow, values: {sunday: [0, 7], monday: 1, ...}}}. */
    private static Reader<Integer> weekday(Fields fields) {
        if (fields.isValueList("weekday")) {
            var listed = fields.oneOf("weekday", DayOfWeek.class, null);
            return row -> {
                DayOfWeek day = listed.read(row);
                return day == null ? null : (Integer) day.getValue();
            };
        }
        var number = fields.number("weekday", null);
        return row -> {
            Long day = number.read(row);
            if (day != null && (day < 1 || day > 7)) {
                throw new UnmappableException(
                        "weekday: expected 1 (Monday) to 7 (Sunday), found " + day
                                + "; if this source counts otherwise, list its values: {column: ..., values: {sunday: 0, ...}}");
            }
            return day == null ? null : (Integer) Math.toIntExact(day);
        };
    }

    /** A day that ends at 24:00 ends at midnight. */
    private static int afterMidnight(int minute) {
        if (minute < 0 || minute > MINUTES_PER_DAY) {
            throw new UnmappableException("day_ends: expected a time of day from 00:00 to 24:00, found another");
        }
        return minute % MINUTES_PER_DAY;
    }

    private static Reader<Change> slot(Fields fields) {
        var label = fields.text("label", "");
        var startsAt = fields.instant("starts_at");
        var endsAt = fields.instant("ends_at");
        var open = fields.truth("open", true);
        return row -> new Slot(
                requireNonNull(label.read(row)),
                requireNonNull(startsAt.read(row)),
                requireNonNull(endsAt.read(row)),
                requireNonNull(open.read(row)));
    }

    private static Reader<Change> unit(Fields fields) {
        var slot = fields.text("slot", "");
        var label = fields.text("label", "");
        var section = fields.text("section", "");
        var seats = fields.smallNumber("seats", 1);
        var active = fields.truth("active", true);
        return row -> new Unit(
                requireNonNull(slot.read(row)),
                requireNonNull(label.read(row)),
                requireNonNull(section.read(row)),
                requireNonNull(seats.read(row)),
                requireNonNull(active.read(row)));
    }

    private static Reader<Change> capacity(Fields fields) {
        var slot = fields.text("slot");
        var section = fields.text("section", "");
        var quantity = fields.number("quantity", null);
        return row ->
                new Capacity(requireNonNull(slot.read(row)), requireNonNull(section.read(row)), quantity.read(row));
    }

    private static Reader<Change> occupant(Fields fields) {
        var kind = fields.oneOf("kind", Occupant.Kind.class, Occupant.Kind.BOOKING);
        var state = fields.oneOf("state", Occupant.State.class, null);
        var slot = fields.text("slot", "");
        var startsAt = fields.instant("starts_at", Micros.UNKNOWN);
        var endsAt = fields.instant("ends_at", Micros.UNKNOWN);
        var units = fields.texts("units");
        var section = fields.text("section", "");
        var quantity = fields.number("quantity", 0L);
        var expiresAt = fields.instant("expires_at", Micros.NEVER);
        var partySize = fields.smallNumber("party_size", 0);
        var amount = fields.money("amount");
        var reservation = fields.text("reservation", "");
        var madeAt = fields.instant("made_at", Micros.UNKNOWN);
        return row -> new Occupant(
                requireNonNull(kind.read(row)),
                requireNonNull(state.read(row)),
                requireNonNull(slot.read(row)),
                requireNonNull(startsAt.read(row)),
                requireNonNull(endsAt.read(row)),
                distinct(requireNonNull(units.read(row))),
                requireNonNull(section.read(row)),
                requireNonNull(quantity.read(row)),
                requireNonNull(expiresAt.read(row)),
                requireNonNull(partySize.read(row)),
                amount.read(row),
                requireNonNull(reservation.read(row)),
                requireNonNull(madeAt.read(row)));
    }

    /** A unit that a row names twice is taken once. */
    private static List<String> distinct(List<String> units) {
        return units.size() < 2 ? units : units.stream().distinct().toList();
    }

    private static Reader<Change> reservation(Fields fields) {
        var state = fields.oneOf("state", Occupant.State.class, null);
        var expiresAt = fields.instant("expires_at", Micros.NEVER);
        var partySize = fields.smallNumber("party_size", 0);
        var amount = fields.money("amount");
        return row -> new Reservation(
                requireNonNull(state.read(row)),
                requireNonNull(expiresAt.read(row)),
                requireNonNull(partySize.read(row)),
                amount.read(row));
    }

    private static Reader<Change> checkIn(Fields fields) {
        var slot = fields.text("slot");
        var outcome = fields.oneOf("outcome", CheckIn.Outcome.class, CheckIn.Outcome.ADMITTED);
        var reason = fields.text("reason", "");
        var method = fields.text("method", "");
        var subject = fields.text("subject", "");
        var people = fields.smallNumber("people", 1);
        var at = fields.instant("at");
        return row -> new CheckIn(
                requireNonNull(slot.read(row)),
                requireNonNull(outcome.read(row)),
                requireNonNull(reason.read(row)),
                requireNonNull(method.read(row)),
                requireNonNull(subject.read(row)),
                requireNonNull(people.read(row)),
                requireNonNull(at.read(row)));
    }

    private static Reader<Change> session(Fields fields) {
        var slot = fields.text("slot");
        var unit = fields.text("unit", "");
        var openedAt = fields.instant("opened_at");
        var closedAt = fields.instant("closed_at", Micros.NEVER);
        return row -> new Session(
                requireNonNull(slot.read(row)),
                requireNonNull(unit.read(row)),
                requireNonNull(openedAt.read(row)),
                requireNonNull(closedAt.read(row)));
    }

    private static Reader<Change> payment(Fields fields) {
        var slot = fields.text("slot", "");
        var session = fields.text("session", "");
        var unit = fields.text("unit", "");
        var amount = fields.money("amount");
        var method = fields.text("method", "");
        var purpose = fields.text("purpose", "");
        var at = fields.instant("at");
        return row -> {
            var money = amount.read(row);
            if (money == null) {
                throw new UnmappableException("amount: expected a value, found null");
            }
            return new Payment(
                    requireNonNull(slot.read(row)),
                    requireNonNull(session.read(row)),
                    requireNonNull(unit.read(row)),
                    money,
                    requireNonNull(method.read(row)),
                    requireNonNull(purpose.read(row)),
                    requireNonNull(at.read(row)));
        };
    }

    private static Reader<Change> activity(Fields fields) {
        var subject = fields.text("subject");
        var object = fields.text("object", "");
        var name = fields.text("name", "");
        var at = fields.instant("at");
        var measures = fields.measures("measures");
        return row -> new Activity(
                requireNonNull(subject.read(row)),
                requireNonNull(object.read(row)),
                requireNonNull(name.read(row)),
                requireNonNull(at.read(row)),
                measures(measures, row));
    }

    private static Map<String, Double> measures(Map<String, Reader<Double>> readers, RowContext row) {
        Map<String, Double> measures = new HashMap<>();
        readers.forEach((name, reader) -> {
            Double read = reader.read(row);
            if (read != null) {
                measures.put(name, read);
            }
        });
        return measures;
    }

    private static Reader<Change> queueItem(Fields fields) {
        var state = fields.oneOf("state", QueueItem.State.class, null);
        var group = fields.text("group", "");
        var priority = fields.smallNumber("priority", 0);
        var enqueuedAt = fields.instant("enqueued_at");
        var availableAt = fields.instant("available_at", Micros.UNKNOWN);
        var startedAt = fields.instant("started_at", Micros.UNKNOWN);
        var finishedAt = fields.instant("finished_at", Micros.UNKNOWN);
        var leaseUntil = fields.instant("lease_until", Micros.UNKNOWN);
        var attempts = fields.smallNumber("attempts", 0);
        var error = fields.text("error", "");
        return row -> new QueueItem(
                requireNonNull(state.read(row)),
                requireNonNull(group.read(row)),
                requireNonNull(priority.read(row)),
                requireNonNull(enqueuedAt.read(row)),
                requireNonNull(availableAt.read(row)),
                requireNonNull(startedAt.read(row)),
                requireNonNull(finishedAt.read(row)),
                requireNonNull(leaseUntil.read(row)),
                requireNonNull(attempts.read(row)),
                requireNonNull(error.read(row)));
    }
}
