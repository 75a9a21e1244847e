package dev.maitred.streams.topology;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.ChangeRecord;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Capacity;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.change.Slot;
import dev.maitred.contract.change.Unit;
import dev.maitred.contract.change.Venue;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.streams.LogEntry;
import dev.maitred.streams.Night;
import dev.maitred.streams.SourceLog;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.queue.QueueFold;
import dev.maitred.streams.venue.VenueFold;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Record;

/**
 * How many changes one second of a core folds; run by hand. The goal is 250,000 for the state machine alone.
 *
 * <pre>
 * java -cp (the test class path) dev.maitred.streams.topology.FoldSpeed
 * </pre>
 */
final class FoldSpeed {

    private static final int ROUNDS = 5;
    private static final int TRANSACTIONS = 100_000;

    private FoldSpeed() {}

    public static void main(String[] arguments) {
        List<LogEntry> nights = nights();
        List<LogEntry> seats = seats(false);
        List<LogEntry> orders = seats(true);
        List<LogEntry> items = items();
        for (int round = 0; round < ROUNDS; round++) {
            state("venues", nights, VenueFold::new);
            state("900,000 seats as 45 quantities", seats, VenueFold::new);
            state("the same by orders", orders, VenueFold::new);
            state("queues", items, QueueFold::new);
            told("900,000 seats as 45 quantities", seats, VenueFold::new);
            told("the same by orders", orders, VenueFold::new);
            told("venues", nights, VenueFold::new);
            told("queues", items, QueueFold::new);
            processed("venues", nights, VenueFold::new);
            for (int members : new int[] {1, 10, 100, 1_000}) {
                order(members, 10_000);
                order(members, 300_000);
            }
        }
        memory(VenueFold::new);
    }

    /** 6 clubs of 100 tables and 30 nights: holds, bookings that take their place, cancellations. */
    private static List<LogEntry> nights() {
        List<LogEntry> entries = new ArrayList<>();
        SourceLog log = quick("club", entries);
        Random random = new Random(7);
        long clock = Night.NINE_PM;
        for (int club = 1; club <= 6; club++) {
            log.commit(clock, key(club, Entity.VENUE, "clubs", club), new Venue("Club", "", "Europe/Berlin", 360));
            for (int table = 1; table <= 100; table++) {
                log.commit(
                        clock,
                        key(club, Entity.UNIT, "tables", table),
                        new Unit("", "T" + table, "section " + table % 5, 4, true));
            }
            for (int night = 1; night <= 30; night++) {
                log.commit(clock, key(club, Entity.SLOT, "events", night), new Slot("Friday", clock, clock, true));
            }
        }
        for (int i = 0; i < TRANSACTIONS; i++) {
            clock += 1_000;
            int club = 1 + random.nextInt(6);
            int row = random.nextInt(20_000);
            String night = Integer.toString(1 + random.nextInt(30));
            String table = Integer.toString(1 + random.nextInt(100));
            if (random.nextBoolean()) {
                log.commit(
                        clock,
                        key(club, Entity.OCCUPANT, "booking_holds", row),
                        occupant(Occupant.Kind.HOLD, Occupant.State.HELD, night, table, clock + Night.seconds(60)));
            } else {
                Map<ChangeKey, Change> booked = new LinkedHashMap<>();
                booked.put(
                        key(club, Entity.OCCUPANT, "bookings", row),
                        occupant(Occupant.Kind.BOOKING, Occupant.State.CONFIRMED, night, table, Micros.NEVER));
                Map<ChangeKey, Change> released = new LinkedHashMap<>();
                released.put(key(club, Entity.OCCUPANT, "booking_holds", row), null);
                log.transaction(clock, List.of(booked, released));
            }
        }
        return entries;
    }

    /** 9 shows of 5 zones of 20,000 seats: pieces are held, then sold. */
    private static List<LogEntry> seats(boolean byOrders) {
        List<LogEntry> entries = new ArrayList<>();
        SourceLog log = quick("club", entries);
        Random random = new Random(7);
        long clock = Night.NINE_PM;
        for (int show = 1; show <= 9; show++) {
            log.commit(clock, key(show, Entity.VENUE, "shows", show), new Venue("Show", "", "Europe/Berlin", 360));
            log.commit(clock, key(show, Entity.SLOT, "shows", show), new Slot("Show", clock, clock, true));
            for (int zone = 1; zone <= 5; zone++) {
                log.commit(
                        clock,
                        key(show, Entity.CAPACITY, "zones", 10 * show + zone),
                        new Capacity(Integer.toString(show), "zone " + zone, 20_000L));
            }
        }
        for (int i = 0; i < TRANSACTIONS; i++) {
            clock += 1_000;
            int show = 1 + random.nextInt(9);
            int row = random.nextInt(20_000);
            boolean sold = random.nextBoolean();
            long expiresAt = sold ? Micros.NEVER : clock + Night.seconds(60);
            Occupant.State state = sold ? Occupant.State.CONFIRMED : Occupant.State.HELD;
            Occupant pieces = Night.occupant(
                    Occupant.Kind.RESERVATION,
                    byOrders ? Occupant.State.CONFIRMED : state,
                    Integer.toString(show),
                    List.of(),
                    "zone " + (1 + random.nextInt(5)),
                    1 + random.nextInt(4),
                    byOrders ? Micros.NEVER : expiresAt);
            ChangeKey item = key(show, Entity.OCCUPANT, "items", row);
            if (byOrders) {
                ChangeKey order = key(show, Entity.RESERVATION, "orders", row / 2);
                log.transaction(
                        clock,
                        List.of(
                                new LinkedHashMap<>(Map.of(order, Night.order(state, expiresAt))),
                                new LinkedHashMap<>(Map.of(item, Night.of(order, pieces)))));
            } else {
                log.commit(clock, item, pieces);
            }
        }
        return entries;
    }

    /** What a change of an order costs, by its members and by all that is there beside them. */
    private static void order(int members, int others) {
        VenueFold fold = new VenueFold();
        List<LogEntry> entries = new ArrayList<>();
        SourceLog log = quick("club", entries);
        log.commit(Night.NINE_PM, Night.slotKey(Night.NIGHT), Night.slot());
        for (int row = 0; row < members + others; row++) {
            ChangeKey of = row < members ? Night.order("1") : Night.order(Integer.toString(1 + row));
            log.commit(
                    Night.NINE_PM,
                    Night.booking(Integer.toString(row)),
                    Night.of(of, Night.pieces(Occupant.State.CONFIRMED, "floor", 1, Micros.NEVER)));
        }
        for (LogEntry entry : entries) {
            put(fold, entry.record());
        }
        entries.clear();
        int changes = Math.max(200, 20_000 / members);
        for (int i = 0; i < changes; i++) {
            log.commit(
                    Night.NINE_PM,
                    Night.order("1"),
                    Night.order(
                            i % 2 == 0 ? Occupant.State.HELD : Occupant.State.CONFIRMED,
                            i % 2 == 0 ? Night.NINE_PM + Night.seconds(60) : Micros.NEVER));
        }
        long began = cpuNanos();
        for (LogEntry entry : entries) {
            put(fold, entry.record());
        }
        say("an order of " + members + " among " + others + " others", changes, began);
    }

    private static List<LogEntry> items() {
        List<LogEntry> entries = new ArrayList<>();
        SourceLog log = quick("club", entries);
        Random random = new Random(7);
        long clock = Night.NINE_PM;
        for (int i = 0; i < TRANSACTIONS; i++) {
            clock += 1_000;
            QueueItem.State state = QueueItem.State.values()[random.nextInt(3)];
            log.commit(
                    clock,
                    new ChangeKey(
                            "club:notifications",
                            Entity.QUEUE_ITEM,
                            "outbox",
                            Integer.toString(random.nextInt(50_000))),
                    new QueueItem(
                            state, "campaign " + i % 10, 1, clock, clock, clock, clock, clock + 10_000_000, 0, ""));
        }
        return entries;
    }

    /** Without the copies of all rows that the truth of a test keeps. */
    private static SourceLog quick(String source, List<LogEntry> entries) {
        SourceLog log = LogEntry.writing(source, entries).withoutTruth();
        log.snapshot(Map.of(), false, null);
        log.watermark(Night.NINE_PM);
        return log;
    }

    private static ChangeKey key(int club, Entity entity, String rule, int row) {
        return new ChangeKey("club:" + club, entity, rule, Integer.toString(row));
    }

    private static Occupant occupant(
            Occupant.Kind kind, Occupant.State state, String night, String table, long expiresAt) {
        return Night.occupant(kind, state, night, List.of(table), "", 0, expiresAt);
    }

    private static void put(Fold fold, ChangeRecord record) {
        fold.effectOf(record.key(), record.position());
        fold.traceOf(record.key(), record.change(), record.position());
        fold.put(
                record.key(),
                new FoldedRow(
                        record.position(), record.change(), record.headers().end()));
    }

    private static void state(String what, List<LogEntry> log, Supplier<Fold> newFold) {
        Fold fold = newFold.get();
        long began = cpuNanos();
        for (LogEntry entry : log) {
            put(fold, entry.record());
        }
        say(what + ", state alone", log.size(), began);
    }

    /** Publishing at each transaction's end as well. */
    private static void told(String what, List<LogEntry> log, Supplier<Fold> newFold) {
        Fold fold = newFold.get();
        long bytes = 0;
        long began = cpuNanos();
        for (LogEntry entry : log) {
            put(fold, entry.record());
            if (entry.record().headers().end() != null) {
                for (var each : fold.publish("club")) {
                    bytes += each.value() == null ? 0 : each.value().length;
                }
            }
        }
        say(what + ", told at each end (" + bytes / 1_000_000 + " MB)", log.size(), began);
    }

    /** From bytes to bytes: decoding, the store, encoding, publishing. */
    private static void processed(String what, List<LogEntry> log, Supplier<Fold> newFold) {
        List<Record<byte[], byte[]>> records = log.stream()
                .map(entry -> new Record<>(
                        entry.record().key().bytes(),
                        entry.record().change() == null
                                ? null
                                : ChangeSerde.encode(entry.record().change()),
                        0L,
                        entry.record().headers().toKafka()))
                .toList();
        FoldInstance instance = new FoldInstance(newFold, ReplayGate.OPEN, List.of());
        long began = cpuNanos();
        int offset = 0;
        for (Record<byte[], byte[]> record : records) {
            instance.process(record, offset++);
        }
        say(what + ", from bytes to bytes", log.size(), began);
    }

    private static void memory(Supplier<Fold> newFold) {
        Fold fold = newFold.get();
        long before = used();
        int rows = 300_000;
        for (int row = 0; row < rows; row++) {
            ChangeKey key = key(1, Entity.OCCUPANT, "bookings", row);
            byte[] bytes = ChangeSerde.encode(occupant(
                    Occupant.Kind.BOOKING,
                    Occupant.State.CONFIRMED,
                    Integer.toString(row / 100),
                    Integer.toString(row % 100),
                    Micros.NEVER));
            fold.put(key, FoldedRow.of(new FoldedRow(new Position(1, new Lsn(row), 1), null).bytes(bytes)));
        }
        System.out.printf(Locale.ROOT, "%-45s %,d bytes a row%n", "memory", (used() - before) / rows);
        if (fold.size() != rows) {
            throw new IllegalStateException("Expected " + rows + " rows, found " + fold.size());
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Of this thread alone, so that others on the machine do not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static void say(String what, int changes, long began) {
        double seconds = (cpuNanos() - began) / 1e9;
        System.out.printf(Locale.ROOT, "%-45s %,.0f changes/s%n", what, changes / seconds);
    }
}
