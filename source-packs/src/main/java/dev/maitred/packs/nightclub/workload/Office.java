package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.workload.Floor.FreeTable;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.util.List;

/** Those who run the clubs: they take tables out of a night, put them back, and move guests to better ones. */
final class Office {

    private static final List<String> REASONS = List.of("STAFF", "BROKEN", "ARTIST", "PRIVATE_PARTY");

    private static final double MOST_BLOCKED = 0.06;

    private final Database database;
    private final Programme programme;
    private final Tally tally;

    Office(Database database, Programme programme, Tally tally) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
    }

    boolean block(Dice dice) throws SQLException, RaceLostException {
        Night night = programme.any(dice);
        List<FreeTable> free = night == null ? List.of() : Floor.freeTables(database, night.id());
        if (night == null || free.isEmpty()) {
            return false;
        }
        long blocked = database.read(
                        "SELECT count(*) FROM table_blocks WHERE event_id = ? AND lifted_at IS NULL",
                        row -> row.getLong(1),
                        night.id())
                .getFirst();
        if (blocked > MOST_BLOCKED * night.capacity()) {
            return false;
        }
        FreeTable table = dice.pick(free);
        database.transaction(transaction -> {
            Floor.lock(transaction, table.id());
            Floor.mustBeFree(transaction, night.id(), table.id());
            return transaction.update(
                    "INSERT INTO table_blocks (event_id, table_id, reason, blocked_by) VALUES (?, ?, ?, ?)",
                    night.id(),
                    table.id(),
                    dice.pick(REASONS),
                    People.name(dice));
        });
        tally.add(EventKind.BLOCKED);
        return true;
    }

    boolean unblock(Dice dice) throws SQLException, RaceLostException {
        List<Long> blocks = database.read("""
                SELECT k.id FROM table_blocks k JOIN events e ON e.id = k.event_id
                 WHERE k.lifted_at IS NULL AND e.status = 'SCHEDULED' AND e.end_utc > now()
                 ORDER BY k.id LIMIT 50
                """, row -> row.getLong(1));
        if (blocks.isEmpty()) {
            return false;
        }
        long block = dice.pick(blocks);
        database.transaction(transaction -> {
            if (transaction.update(
                            "UPDATE table_blocks SET lifted_at = now() WHERE id = ? AND lifted_at IS NULL", block)
                    == 0) {
                throw new RaceLostException("the block was lifted");
            }
            return block;
        });
        tally.add(EventKind.UNBLOCKED);
        return true;
    }

    /** Moves a booking, and the open session with it, to a free table of the same night. */
    boolean move(Dice dice) throws SQLException, RaceLostException {
        Night night = programme.any(dice);
        List<FreeTable> free = night == null ? List.of() : Floor.freeTables(database, night.id());
        if (night == null || free.isEmpty()) {
            return false;
        }
        List<long[]> bookings = database.read(
                "SELECT id, table_id FROM bookings WHERE event_id = ? AND status IN ('BOOKED', 'SEATED') ORDER BY id",
                row -> new long[] {row.getLong("id"), row.getLong("table_id")},
                night.id());
        if (bookings.isEmpty()) {
            return false;
        }
        long[] chosen = dice.pick(bookings);
        move(night.id(), chosen[0], chosen[1], dice.pick(free).id());
        tally.add(EventKind.MOVED);
        return true;
    }

    private void move(long event, long booking, long from, long to) throws SQLException, RaceLostException {
        database.transaction(transaction -> {
            Floor.lock(transaction, Math.min(from, to));
            Floor.lock(transaction, Math.max(from, to));
            Floor.mustBeFree(transaction, event, to);
            if (transaction.update("""
                            UPDATE bookings SET table_id = ?, updated_at = now()
                             WHERE id = ? AND table_id = ? AND status IN ('BOOKED', 'SEATED')
                            """, to, booking, from) == 0) {
                throw new RaceLostException("the booking has moved on");
            }
            return transaction.update(
                    "UPDATE table_sessions SET table_id = ? WHERE booking_id = ? AND closed_at IS NULL", to, booking);
        });
    }
}
