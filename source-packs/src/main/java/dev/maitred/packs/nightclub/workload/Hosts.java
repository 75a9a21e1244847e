package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.nightclub.workload.Floor.FreeTable;
import dev.maitred.packs.nightclub.workload.Floor.Party;
import dev.maitred.packs.nightclub.workload.Programme.Night;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.util.List;

/** The hosts inside: they seat, take deposits, clear tables and give up on those who do not come. */
final class Hosts {

    private final Database database;
    private final Programme programme;
    private final Tally tally;

    Hosts(Database database, Programme programme, Tally tally) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
    }

    /** Everybody who is through the door and waits for their table is seated, one at a time. */
    boolean seat(Dice dice) throws SQLException, RaceLostException {
        List<Long> waiting = database.read("""
                SELECT b.id FROM bookings b JOIN check_ins c ON c.booking_id = b.id AND c.outcome = 'ADMITTED'
                 WHERE b.event_id = ANY (?) AND b.status = 'BOOKED'
                 ORDER BY c.checked_in_at LIMIT 50
                """, row -> row.getLong(1), (Object) programme.runningIds());
        if (waiting.isEmpty()) {
            return false;
        }
        long booking = dice.pick(waiting);
        database.transaction(transaction -> {
            if (transaction.update("""
                            UPDATE bookings SET status = 'SEATED', seated_at = now(), updated_at = now()
                             WHERE id = ? AND status = 'BOOKED'
                            """, booking) == 0) {
                throw new RaceLostException("another host was faster");
            }
            openSession(transaction, booking, dice);
            return booking;
        });
        tally.add(EventKind.SEATED);
        return true;
    }

    private static void openSession(Transaction transaction, long booking, Dice dice) throws SQLException {
        transaction.update("""
                INSERT INTO table_sessions (event_id, table_id, booking_id, host_name)
                SELECT event_id, table_id, id, ? FROM bookings WHERE id = ?
                """, People.name(dice), booking);
    }

    /** Guests without a booking get a free table: booked, checked in and seated in one transaction. */
    boolean walkIn(Dice dice) throws SQLException, RaceLostException {
        Night night = programme.running(dice);
        List<FreeTable> free = night == null ? List.of() : Floor.freeTables(database, night.id());
        if (night == null || free.isEmpty()) {
            return false;
        }
        FreeTable table = dice.pick(free);
        Party party = Party.any(dice, table.seats(), "DOOR");
        database.transaction(transaction -> {
            Floor.lock(transaction, table.id());
            Floor.mustBeFree(transaction, night.id(), table.id());
            long booking = Floor.book(transaction, night, table, party, "SEATED");
            transaction.update("""
                    INSERT INTO check_ins (club_id, event_id, subject, booking_id, method, outcome, people_admitted)
                    VALUES (?, ?, 'BOOKING', ?, 'MANUAL', 'ADMITTED', ?)
                    """, night.clubId(), night.id(), booking, party.size());
            openSession(transaction, booking, dice);
            return booking;
        });
        tally.add(EventKind.WALKED_IN);
        return true;
    }

    boolean takeDeposit(Dice dice) throws SQLException, RaceLostException {
        List<Long> open = database.read(
                "SELECT id FROM table_sessions WHERE closed_at IS NULL AND event_id = ANY (?) ORDER BY id",
                row -> row.getLong(1),
                (Object) programme.runningIds());
        if (open.isEmpty()) {
            return false;
        }
        long session = dice.pick(open);
        long amountMinor = 3_000 + 500L * dice.below(40);
        database.transaction(transaction -> {
            Long booking = transaction.first(
                    "SELECT booking_id FROM table_sessions WHERE id = ? AND closed_at IS NULL FOR NO KEY UPDATE",
                    row -> row.getLong(1),
                    session);
            if (booking == null) {
                throw new RaceLostException("the session was closed");
            }
            transaction.update("""
                    INSERT INTO table_deposits (session_id, amount_minor, currency, method)
                    SELECT ?, ?, currency, ? FROM bookings WHERE id = ?
                    """, session, amountMinor, dice.chance(0.7) ? "CARD" : "CASH", booking);
            if (dice.chance(0.3)) {
                Outbox.aboutBooking(transaction, "deposit.receipt", booking);
            }
            return booking;
        });
        tally.add(EventKind.DEPOSIT_TAKEN);
        return true;
    }

    boolean complete(Dice dice) throws SQLException, RaceLostException {
        return complete(dice, programme.runningIds());
    }

    /** Guests of one of the nights leave: the booking is done, the session closed, the table free. */
    boolean complete(Dice dice, Long[] events) throws SQLException, RaceLostException {
        List<Long> seated = database.read(
                "SELECT id FROM bookings WHERE event_id = ANY (?) AND status = 'SEATED' ORDER BY seated_at LIMIT 100",
                row -> row.getLong(1),
                (Object) events);
        if (seated.isEmpty()) {
            return false;
        }
        long booking = dice.pick(seated);
        database.transaction(transaction -> {
            if (transaction.update("""
                            UPDATE bookings SET status = 'COMPLETED', updated_at = now() WHERE id = ? AND status = 'SEATED'
                            """, booking) == 0) {
                throw new RaceLostException("another host was faster");
            }
            return transaction.update(
                    "UPDATE table_sessions SET closed_at = now() WHERE booking_id = ? AND closed_at IS NULL", booking);
        });
        tally.add(EventKind.COMPLETED);
        return true;
    }

    boolean noShow(Dice dice) throws SQLException, RaceLostException {
        List<Long> missing = database.read("""
                SELECT b.id FROM bookings b JOIN events e ON e.id = b.event_id
                 WHERE b.event_id = ANY (?) AND b.status = 'BOOKED' AND e.start_utc < now() - interval '30 minutes'
                   AND NOT EXISTS (SELECT FROM check_ins c WHERE c.booking_id = b.id AND c.outcome = 'ADMITTED')
                 ORDER BY b.created_at LIMIT 50
                """, row -> row.getLong(1), (Object) programme.runningIds());
        if (missing.isEmpty()) {
            return false;
        }
        long booking = dice.pick(missing);
        database.transaction(transaction -> {
            Floor.mustBeAwaited(transaction, booking);
            return transaction.update(
                    "UPDATE bookings SET status = 'NO_SHOW', updated_at = now() WHERE id = ?", booking);
        });
        tally.add(EventKind.NO_SHOW);
        return true;
    }

    /** The screen that hosts look at all night: every table, its session and its latest deposit, in one statement. */
    boolean pollFloor(Dice dice) throws SQLException {
        Night night = programme.running(dice);
        if (night == null) {
            return false;
        }
        database.read("""
                SELECT t.id, t.number, s.id AS session, d.amount_minor
                  FROM tables t
                  LEFT JOIN table_sessions s ON s.table_id = t.id AND s.closed_at IS NULL AND s.event_id = ?
                  LEFT JOIN LATERAL (SELECT amount_minor FROM table_deposits
                                      WHERE session_id = s.id ORDER BY taken_at DESC LIMIT 1) d ON true
                 WHERE t.club_id = ? ORDER BY t.number
                """, row -> row.getLong(1), night.id(), night.clubId());
        tally.add(EventKind.FLOOR_POLLED);
        return true;
    }
}
