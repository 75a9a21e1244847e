package dev.maitred.packs.rush;

import dev.maitred.packs.Truth.SlotCounts;
import dev.maitred.packs.WholeTable;
import dev.maitred.packs.WholeTable.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** The counts of every show by plain loops over all rows: slow, and nothing in common with truth.sql but the definitions. */
final class BruteForce {

    private static final List<String> NEVER_HERE =
            List.of("conflicts", "no_shows", "check_ins", "rejected", "open_sessions");

    private final Connection connection;
    private final Instant now;

    BruteForce(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    List<SlotCounts> slots() throws SQLException {
        List<Row> zones = rows("zones");
        List<Row> reservations = rows("reservations");
        List<Row> lines = rows("order_lines");
        List<Row> blocks = rows("zone_blocks");
        List<Row> payments = rows("payments");
        Map<Object, Row> orders = new HashMap<>();
        rows("orders").forEach(order -> orders.put(order.get("id"), order));
        Predicate<Row> isHeld = row -> row.is("status", "HELD")
                && ((OffsetDateTime) row.get("expires_at")).toInstant().isAfter(now);
        Predicate<Row> isSold = row -> row.is("status", "SOLD")
                && Objects.requireNonNull(orders.get(row.get("order_id"))).is("status", "PAID");
        Predicate<Row> isBlocked = row -> row.columns().get("lifted_at") == null;
        List<SlotCounts> slots = new ArrayList<>();
        for (Row show : rows("shows")) {
            if (show.is("status", "CANCELLED")) {
                continue;
            }
            Object id = show.get("id");
            Map<String, Long> counts = new LinkedHashMap<>();
            List.of("capacity", "free", "held", "taken", "seated", "blocked", "overbooked")
                    .forEach(name -> counts.put(name, 0L));
            for (Row zone : zones) {
                if (zone.is("show_id", id)) {
                    long held = places(reservations, zone, isHeld);
                    long taken = places(lines, zone, isSold);
                    long blocked = places(blocks, zone, isBlocked);
                    long left = zone.number("seats") - held - taken - blocked;
                    counts.merge("capacity", zone.number("seats"), Long::sum);
                    counts.merge("free", left > 0 ? left : 0, Long::sum);
                    counts.merge("held", held, Long::sum);
                    counts.merge("taken", taken, Long::sum);
                    counts.merge("blocked", blocked, Long::sum);
                    counts.merge("overbooked", left < 0 ? -left : 0, Long::sum);
                }
            }
            NEVER_HERE.forEach(name -> counts.put(name, 0L));
            long cancelled = 0;
            for (Row line : lines) {
                cancelled += line.is("show_id", id) && !isSold.test(line) ? 1 : 0;
            }
            counts.put("cancelled", cancelled);
            long money = 0;
            for (Row payment : payments) {
                if (Objects.requireNonNull(orders.get(payment.get("order_id"))).is("show_id", id)) {
                    money += payment.number("amount_minor") * (payment.is("kind", "REFUND") ? -1 : 1);
                }
            }
            counts.put("deposits_minor", money);
            slots.add(new SlotCounts("rush:" + show.get("event_id"), String.valueOf(id), counts));
        }
        return slots;
    }

    private static long places(List<Row> rows, Row zone, Predicate<Row> counts) {
        long places = 0;
        for (Row row : rows) {
            if (row.is("zone_id", zone.get("id")) && counts.test(row)) {
                places += row.number("quantity");
            }
        }
        return places;
    }

    private List<Row> rows(String table) throws SQLException {
        return WholeTable.rows(connection, table);
    }
}
