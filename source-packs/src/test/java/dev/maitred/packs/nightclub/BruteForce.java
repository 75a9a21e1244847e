package dev.maitred.packs.nightclub;

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

/** The counts of every night by plain loops over all rows: slow, and nothing in common with truth.sql but the definitions. */
final class BruteForce {

    private final Connection connection;
    private final Instant now;

    BruteForce(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    List<SlotCounts> slots() throws SQLException {
        List<Row> tables = rows("tables");
        List<Row> bookings = rows("bookings");
        List<Row> holds = rows("booking_holds");
        List<Row> blocks = rows("table_blocks");
        List<Row> checkIns = rows("check_ins");
        List<Row> sessions = rows("table_sessions");
        List<Row> deposits = rows("table_deposits");
        List<SlotCounts> slots = new ArrayList<>();
        for (Row event : rows("events")) {
            if (event.is("status", "CANCELLED")) {
                continue;
            }
            long id = event.number("id");
            Map<Long, Long> perTable = new HashMap<>();
            long held = 0;
            long taken = 0;
            long seated = 0;
            long blocked = 0;
            long noShows = 0;
            long cancelled = 0;
            for (Row hold : of(id, holds)) {
                if (hold.columns().get("expires_at") instanceof OffsetDateTime expires
                        && expires.toInstant().isAfter(now)) {
                    held++;
                    perTable.merge(hold.number("table_id"), 1L, Long::sum);
                }
            }
            for (Row booking : of(id, bookings)) {
                switch (booking.text("status")) {
                    case "SEATED", "BOOKED" -> {
                        taken++;
                        seated += booking.is("status", "SEATED") ? 1 : 0;
                        perTable.merge(booking.number("table_id"), 1L, Long::sum);
                    }
                    case "NO_SHOW" -> noShows++;
                    case "CANCELLED" -> cancelled++;
                    default -> {}
                }
            }
            for (Row block : of(id, blocks)) {
                if (block.isNull("lifted_at")) {
                    blocked++;
                    perTable.merge(block.number("table_id"), 1L, Long::sum);
                }
            }
            Map<String, Long> counts = new LinkedHashMap<>();
            long capacity = 0;
            long free = 0;
            long overbooked = 0;
            long conflicts = 0;
            for (Row table : tables) {
                if (table.number("club_id") == event.number("club_id") && table.is("active", true)) {
                    Long found = perTable.remove(table.number("id"));
                    long occupancies = found == null ? 0 : found;
                    capacity++;
                    free += occupancies == 0 ? 1 : 0;
                    conflicts += occupancies > 1 ? 1 : 0;
                    overbooked += Math.max(0, occupancies - 1);
                }
            }
            overbooked += perTable.values().stream().mapToLong(Long::longValue).sum();
            counts.put("capacity", capacity);
            counts.put("free", free);
            counts.put("held", held);
            counts.put("taken", taken);
            counts.put("seated", seated);
            counts.put("blocked", blocked);
            counts.put("overbooked", overbooked);
            counts.put("conflicts", conflicts);
            counts.put("no_shows", noShows);
            counts.put("cancelled", cancelled);
            counts.put(
                    "check_ins",
                    of(id, checkIns).stream()
                            .mapToLong(row -> row.number("people_admitted"))
                            .sum());
            counts.put(
                    "rejected",
                    of(id, checkIns).stream()
                            .filter(row -> row.is("outcome", "REJECTED"))
                            .count());
            counts.put(
                    "open_sessions",
                    of(id, sessions).stream()
                            .filter(row -> row.isNull("closed_at"))
                            .count());
            List<Long> own =
                    of(id, sessions).stream().map(row -> row.number("id")).toList();
            counts.put(
                    "deposits_minor",
                    deposits.stream()
                            .filter(row -> own.contains(row.number("session_id")))
                            .mapToLong(row -> row.number("amount_minor"))
                            .sum());
            slots.add(new SlotCounts("nightclub:" + event.number("club_id"), String.valueOf(id), counts));
        }
        return slots;
    }

    private static List<Row> of(long event, List<Row> rows) {
        return rows.stream().filter(row -> row.number("event_id") == event).toList();
    }

    private List<Row> rows(String table) throws SQLException {
        return WholeTable.rows(connection, table);
    }
}
