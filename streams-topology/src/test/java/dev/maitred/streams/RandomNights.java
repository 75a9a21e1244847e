package dev.maitred.streams;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Hours;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.Payment;
import dev.maitred.contract.change.Reservation;
import dev.maitred.contract.change.Session;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Venues' change logs in which everything meets everything: few ids, many collisions. */
public final class RandomNights {

    private static final List<Entity> ENTITIES = List.of(
            Entity.OCCUPANT,
            Entity.OCCUPANT,
            Entity.OCCUPANT,
            Entity.OCCUPANT,
            Entity.OCCUPANT,
            Entity.UNIT,
            Entity.UNIT,
            Entity.SLOT,
            Entity.CAPACITY,
            Entity.CHECK_IN,
            Entity.SESSION,
            Entity.PAYMENT,
            Entity.VENUE,
            Entity.HOURS,
            Entity.RESERVATION,
            Entity.RESERVATION,
            Entity.RESERVATION);

    private final Random random;
    private final String source;
    private final List<LogEntry> entries = new ArrayList<>();
    private final SourceLog log;
    private long clockMicros = Night.NINE_PM;

    private RandomNights(String source, Random random) {
        this.source = source;
        this.random = random;
        this.log = LogEntry.writing(source, entries);
    }

    /** The log of a partition with one source or two; the last record of each is a watermark. */
    public static List<LogEntry> partition(long seed, int steps) {
        Random random = new Random(seed);
        List<List<LogEntry>> sources = new ArrayList<>();
        sources.add(new RandomNights("a", random).written(steps));
        if (random.nextBoolean()) {
            sources.add(new RandomNights("b", random).written(steps / 2));
        }
        return LogEntry.interleaved(sources, random);
    }

    private List<LogEntry> written(int steps) {
        if (random.nextInt(3) == 0) {
            log.abandonedSnapshot(state(20));
        }
        log.snapshot(state(25), false, random);
        for (int step = 0; step < steps; step++) {
            clockMicros += Night.seconds(random.nextInt(3)) + (random.nextInt(4) == 0 ? 1 : 0);
            int kind = random.nextInt(100);
            if (kind < 70) {
                transaction();
            } else if (kind < 97) {
                log.watermark(clockMicros);
            } else {
                reread();
            }
        }
        clockMicros += Night.seconds(1);
        log.watermark(clockMicros);
        return entries;
    }

    private void transaction() {
        List<Map<ChangeKey, @Nullable Change>> rows = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            Map<ChangeKey, @Nullable Change> row = new LinkedHashMap<>();
            for (int j = random.nextInt(5) == 0 ? 1 : 0; j >= 0; j--) {
                ChangeKey key = key();
                row.put(key, random.nextInt(5) == 0 ? null : change(key.entity()));
            }
            rows.add(row);
        }
        log.transaction(clockMicros, rows);
    }

    /** Reads all rows again, of which some have gone and some have changed in silence. */
    private void reread() {
        Map<ChangeKey, Change> now = new LinkedHashMap<>(log.rows());
        now.keySet().removeIf(key -> random.nextInt(6) == 0);
        now.putAll(state(4));
        if (random.nextInt(4) == 0) {
            log.abandonedSnapshot(state(5));
        }
        log.snapshot(now, random.nextBoolean(), random);
    }

    private Map<ChangeKey, Change> state(int atMost) {
        Map<ChangeKey, Change> state = new LinkedHashMap<>();
        for (int i = random.nextInt(atMost + 1); i > 0; i--) {
            ChangeKey key = key();
            state.put(key, change(key.entity()));
        }
        return state;
    }

    private ChangeKey key() {
        Entity entity = ENTITIES.get(random.nextInt(ENTITIES.size()));
        String rule = entity == Entity.OCCUPANT ? (random.nextBoolean() ? "bookings" : "holds") : entity.text();
        int row = entity == Entity.VENUE ? 1 : 1 + random.nextInt(entity == Entity.SLOT ? 3 : 5);
        int venue = 1 + random.nextInt(2);
        if (entity == Entity.RESERVATION) {
            row = 1 + row % 3;
            if (random.nextInt(3) == 0) {
                return new ChangeKey(source, entity, rule, Integer.toString(row));
            }
        }
        return new ChangeKey(source + ":" + venue, entity, rule, Integer.toString(row));
    }

    private Change change(Entity entity) {
        return switch (entity) {
            case VENUE ->
                new Venue(
                        pick("Seven", "Eight"),
                        "",
                        pick("Europe/Berlin", "America/New_York", "Nowhere"),
                        60 * pick(0, 6));
            case HOURS -> new Hours(1, null, 600, 1200, false);
            case SLOT ->
                new Slot(
                        pick("Friday", ""),
                        random.nextInt(20) == 0
                                ? Micros.NEVER
                                : Night.NINE_PM + Night.seconds(3600L * random.nextInt(12)),
                        Night.NINE_PM + Night.seconds(50_000),
                        random.nextInt(6) > 0);
            case UNIT ->
                new Unit(
                        random.nextInt(4) == 0 ? slot() : "",
                        pick("", "A", "B"),
                        pick("", "hall", "bar"),
                        4,
                        random.nextInt(5) > 0);
            case CAPACITY ->
                new Capacity(
                        slot(),
                        pick("hall", "floor"),
                        random.nextInt(4) == 0 ? null : (Long) (long) random.nextInt(20));
            case OCCUPANT -> occupant();
            case RESERVATION -> new Reservation(state(), expiry(), 1 + random.nextInt(2), null);
            case CHECK_IN ->
                new CheckIn(
                        slot(),
                        random.nextBoolean() ? CheckIn.Outcome.ADMITTED : CheckIn.Outcome.REJECTED,
                        pick("", "NOT_FOUND"),
                        "scan",
                        "",
                        1 + random.nextInt(4),
                        Night.NINE_PM + Night.seconds(100L * random.nextInt(12)));
            case SESSION ->
                new Session(slot(), "1", Night.NINE_PM, random.nextBoolean() ? Micros.NEVER : Night.NINE_PM + 1);
            case PAYMENT ->
                new Payment(
                        slot(),
                        "1",
                        "1",
                        new Money(random.nextInt(5) * 100L, pick("EUR", "JPY")),
                        "card",
                        "deposit",
                        0);
            case ACTIVITY, DOCUMENT, QUEUE_ITEM, WATERMARK, MARK -> throw new IllegalArgumentException(entity.text());
        };
    }

    private Occupant occupant() {
        Occupant.Kind kind = Occupant.Kind.values()[random.nextInt(Occupant.Kind.values().length)];
        List<String> units = new ArrayList<>();
        boolean quantity = random.nextInt(4) == 0;
        for (int i = quantity ? 0 : 1 + random.nextInt(2); i > 0; i--) {
            units.add(Integer.toString(1 + random.nextInt(6)));
        }
        Occupant occupant = Night.occupant(
                kind,
                state(),
                slot(),
                units.stream().distinct().toList(),
                quantity ? pick("hall", "floor", "roof") : "",
                quantity ? random.nextInt(6) : 0,
                expiry());
        // The fourth is never there.
        return random.nextBoolean()
                ? occupant
                : Night.of(Night.key(Entity.RESERVATION, "reservation", pick("1", "2", "3", "4")), occupant);
    }

    private Occupant.State state() {
        return random.nextInt(3) > 0
                ? pick(Occupant.State.HELD, Occupant.State.CONFIRMED, Occupant.State.SEATED)
                : Occupant.State.values()[random.nextInt(Occupant.State.values().length)];
    }

    private long expiry() {
        return random.nextBoolean() ? Micros.NEVER : clockMicros + Night.seconds(random.nextInt(12) - 3);
    }

    /** One of three nights; seldom none, or one that is never known. */
    private String slot() {
        int slot = random.nextInt(12);
        return slot == 0 ? "" : slot == 1 ? "9" : Integer.toString(1 + slot % 3);
    }

    @SafeVarargs
    private <T> T pick(T... some) {
        return some[random.nextInt(some.length)];
    }
}
