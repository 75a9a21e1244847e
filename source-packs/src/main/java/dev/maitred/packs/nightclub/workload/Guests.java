package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.nightclub.workload.Floor.FreeTable;
import dev.maitred.packs.nightclub.workload.Floor.Party;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Fresh;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** People with phones: they look, hold, pay or do not, and call off. */
final class Guests {

    private static final Duration HOLD = Duration.ofMinutes(2);

    private final Database database;
    private final Programme programme;
    private final Tally tally;
    private final double holdSeconds;
    private final RoomMaking roomMaking;

    Guests(Database database, Programme programme, Tally tally, double speed, RoomMaking roomMaking) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
        this.holdSeconds = HOLD.toMillis() / 1000.0 / speed;
        this.roomMaking = roomMaking;
    }

    /** A guest's claim on a table. */
    record Hold(long id, long event, long table, int size, String key, String name, String phone) {}

    boolean searchNights(Dice dice) throws SQLException {
        Night night = programme.any(dice);
        if (night == null) {
            return false;
        }
        database.read(
                "SELECT id, title, start_utc FROM events WHERE club_id = ? AND status = 'SCHEDULED' AND end_utc > now()",
                row -> row.getLong(1),
                night.clubId());
        tally.add(EventKind.NIGHTS_SEARCHED);
        return true;
    }

    boolean searchTables(Dice dice) throws SQLException {
        Night night = programme.any(dice);
        if (night == null) {
            return false;
        }
        Floor.freeTables(database, night.id());
        tally.add(EventKind.TABLES_SEARCHED);
        return true;
    }

    /** Looks for a table and claims it; when the night is as good as full, somebody makes room instead. */
    boolean hold(Dice dice) throws SQLException, RaceLostException {
        Night night = programme.any(dice);
        if (night == null) {
            return false;
        }
        List<FreeTable> free = Floor.freeTables(database, night.id());
        if (free.size() < (1 - night.mostTaken(programme.now())) * night.capacity() || free.isEmpty()) {
            return roomMaking.makeRoom(night, dice);
        }
        // Everybody wants the best tables, which is what they lose to each other.
        FreeTable table = free.get(dice.chance(0.4) ? dice.below(Math.min(3, free.size())) : dice.below(free.size()));
        claim(night.id(), table, Party.any(dice, table.seats(), "BOT"));
        return true;
    }

    /** Claims one table for the hold's time to live. */
    long claim(long event, FreeTable table, Party party) throws SQLException, RaceLostException {
        long hold = database.transaction(transaction -> {
            Floor.lock(transaction, table.id());
            tally.add(EventKind.HOLD_EXPIRED, Floor.mustBeFree(transaction, event, table.id()));
            return transaction
                    .ids("""
                            INSERT INTO booking_holds (event_id, table_id, party_size, idempotency_key, guest_name, guest_phone,
                                created_at, expires_at)
                            SELECT ?, ?, ?, ?, ?, ?, at, at + make_interval(secs => ?) FROM clock_timestamp() AS at
                            RETURNING id
                            """, event, table.id(), party.size(), party.key(), party.name(), party.phone(), holdSeconds)
                    .getFirst();
        });
        tally.add(EventKind.HELD);
        return hold;
    }

    /** One of the oldest claims whose guests mean it is paid for. */
    boolean confirm(Dice dice) throws SQLException, RaceLostException {
        List<Long> holds = database.read("""
                SELECT id FROM booking_holds
                 WHERE expires_at > now() AND (id * 7919) % 100 < 85
                 ORDER BY created_at LIMIT 40
                """, row -> row.getLong(1));
        if (holds.isEmpty()) {
            return false;
        }
        confirm(dice.pick(holds));
        return true;
    }

    /** Turns a claim into a booking, if it is still one; the claim goes in the same transaction. */
    long confirm(long holdId) throws SQLException, RaceLostException {
        long booking = database.transaction(transaction -> {
            Long table =
                    transaction.first("SELECT table_id FROM booking_holds WHERE id = ?", row -> row.getLong(1), holdId);
            if (table == null) {
                throw new RaceLostException("the hold is gone");
            }
            Floor.lock(transaction, table);
            Hold hold = transaction.first(
                    """
                    DELETE FROM booking_holds WHERE id = ? AND expires_at > clock_timestamp()
                    RETURNING id, event_id, table_id, party_size, idempotency_key, guest_name, guest_phone
                    """,
                    row -> new Hold(
                            row.getLong("id"),
                            row.getLong("event_id"),
                            row.getLong("table_id"),
                            row.getInt("party_size"),
                            row.getString("idempotency_key"),
                            row.getString("guest_name"),
                            row.getString("guest_phone")),
                    holdId);
            if (hold == null) {
                throw new RaceLostException("the hold is over");
            }
            return book(transaction, hold);
        });
        tally.add(EventKind.CONFIRMED);
        return booking;
    }

    private static long book(Transaction transaction, Hold hold) throws SQLException, RaceLostException {
        Floor.mustBeFree(transaction, hold.event(), hold.table());
        Long booking = transaction.first(
                """
                INSERT INTO bookings (event_id, table_id, party_size, channel, code, idempotency_key, guest_name, guest_phone,
                    deposit_minor, total_minor, currency)
                SELECT ?, t.id, ?, 'BOT', ?, ?, ?, ?, t.min_deposit_minor, 4 * t.min_deposit_minor, c.currency
                  FROM tables t JOIN clubs c ON c.id = t.club_id
                 WHERE t.id = ?
                RETURNING id
                """,
                row -> row.getLong(1),
                hold.event(),
                hold.size(),
                "B" + Fresh.token(),
                hold.key(),
                hold.name(),
                hold.phone(),
                hold.table());
        if (booking == null) {
            throw new RaceLostException("the table is gone");
        }
        Outbox.aboutBooking(transaction, "booking.confirmed", booking);
        Outbox.reminder(transaction, booking);
        return booking;
    }

    /** A guest who changed their mind gives the claim back. */
    boolean release(Dice dice) throws SQLException, RaceLostException {
        return release(
                dice,
                "SELECT id FROM booking_holds WHERE expires_at > now() AND (id * 7919) % 100 BETWEEN 85 AND 93 LIMIT 40");
    }

    /** Gives one of the claims back that the query finds. */
    boolean release(Dice dice, String sql, Object... parameters) throws SQLException, RaceLostException {
        List<Long> holds = database.read(sql, row -> row.getLong(1), parameters);
        if (holds.isEmpty()) {
            return false;
        }
        long hold = dice.pick(holds);
        database.transaction(transaction -> {
            if (transaction.update("DELETE FROM booking_holds WHERE id = ? AND expires_at > clock_timestamp()", hold)
                    == 0) {
                throw new RaceLostException("the hold is gone");
            }
            return hold;
        });
        tally.add(EventKind.RELEASED);
        return true;
    }

    boolean cancel(Dice dice) throws SQLException, RaceLostException {
        Night night = programme.any(dice);
        return night != null && cancel(night, dice);
    }

    /** A guest of that night who has not come yet calls off. */
    boolean cancel(Night night, Dice dice) throws SQLException, RaceLostException {
        List<Long> booked = database.read("""
                SELECT id FROM bookings b
                 WHERE event_id = ? AND status = 'BOOKED'
                   AND NOT EXISTS (SELECT FROM check_ins c WHERE c.booking_id = b.id AND c.outcome = 'ADMITTED')
                 ORDER BY id
                """, row -> row.getLong(1), night.id());
        if (booked.isEmpty()) {
            return false;
        }
        long booking = dice.pick(booked);
        database.transaction(transaction -> {
            Floor.mustBeAwaited(transaction, booking);
            transaction.update("UPDATE bookings SET status = 'CANCELLED', updated_at = now() WHERE id = ?", booking);
            Outbox.withdrawReminder(transaction, booking);
            Outbox.aboutBooking(transaction, "booking.cancelled", booking);
            return booking;
        });
        tally.add(EventKind.CANCELLED);
        return true;
    }
}
