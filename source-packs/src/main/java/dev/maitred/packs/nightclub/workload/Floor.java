package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Fresh;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.util.List;

/** What everybody who takes or gives a table must ask first; the order of locks is here and nowhere else. */
final class Floor {

    static final String FREE_TABLES = """
            SELECT t.id, t.seats, t.min_deposit_minor
              FROM events e
              JOIN tables t ON t.club_id = e.club_id AND t.active
             WHERE e.id = ? AND e.status = 'SCHEDULED'
               AND NOT EXISTS (SELECT FROM bookings b
                                WHERE b.event_id = e.id AND b.table_id = t.id AND b.status IN ('BOOKED', 'SEATED'))
               AND NOT EXISTS (SELECT FROM booking_holds h
                                WHERE h.event_id = e.id AND h.table_id = t.id AND h.expires_at > now())
               AND NOT EXISTS (SELECT FROM table_blocks k
                                WHERE k.event_id = e.id AND k.table_id = t.id AND k.lifted_at IS NULL)
             ORDER BY t.min_deposit_minor DESC, t.number
            """;

    private Floor() {}

    /** A table that nobody has, at least a moment ago. */
    record FreeTable(long id, int seats, long minDepositMinor) {}

    static List<FreeTable> freeTables(Database database, long event) throws SQLException {
        return database.read(
                FREE_TABLES,
                row -> new FreeTable(row.getLong("id"), row.getInt("seats"), row.getLong("min_deposit_minor")),
                event);
    }

    /**
     * Makes the transaction the only one to decide about the table; whoever takes or gives one comes through here.
     * Several tables are locked in the order of their ids.
     */
    static void lock(Transaction transaction, long table) throws SQLException, RaceLostException {
        if (transaction
                .ids("SELECT id FROM tables WHERE id = ? AND active FOR NO KEY UPDATE", table)
                .isEmpty()) {
            throw new RaceLostException("the table was taken out of use");
        }
    }

    /**
     * Fails unless the locked table is free for the night. A hold that is over does not count: it is deleted.
     *
     * @return holds deleted
     */
    static int mustBeFree(Transaction transaction, long event, long table) throws SQLException, RaceLostException {
        int expired = transaction.update(
                "DELETE FROM booking_holds WHERE event_id = ? AND table_id = ? AND expires_at <= clock_timestamp()",
                event,
                table);
        List<Long> takers = transaction.ids("""
                SELECT id FROM bookings WHERE event_id = ? AND table_id = ? AND status IN ('BOOKED', 'SEATED')
                UNION ALL SELECT id FROM booking_holds WHERE event_id = ? AND table_id = ?
                UNION ALL SELECT id FROM table_blocks WHERE event_id = ? AND table_id = ? AND lifted_at IS NULL
                """, event, table, event, table, event, table);
        if (!takers.isEmpty()) {
            throw new RaceLostException("the table is taken");
        }
        return expired;
    }

    /** Locks a booking and fails unless its guests are still outside. */
    static void mustBeAwaited(Transaction transaction, long booking) throws SQLException, RaceLostException {
        if (transaction
                .ids("SELECT id FROM bookings WHERE id = ? AND status = 'BOOKED' FOR NO KEY UPDATE", booking)
                .isEmpty()) {
            throw new RaceLostException("the booking has moved on");
        }
        // A statement of its own: only that sees what was committed while the lock was waited for.
        if (!transaction
                .ids("SELECT id FROM check_ins WHERE booking_id = ? AND outcome = 'ADMITTED'", booking)
                .isEmpty()) {
            throw new RaceLostException("the guests have come");
        }
    }

    /** A new booking for the locked table. */
    static long book(Transaction transaction, Programme.Night night, FreeTable table, Party party, String status)
            throws SQLException {
        return transaction
                .ids(
                        """
                        INSERT INTO bookings (event_id, table_id, status, party_size, channel, code, idempotency_key,
                            guest_name, guest_phone, deposit_minor, total_minor, currency, seated_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CASE WHEN ? = 'SEATED' THEN clock_timestamp() END)
                        RETURNING id
                        """,
                        night.id(),
                        table.id(),
                        status,
                        party.size(),
                        party.channel(),
                        "B" + party.token(),
                        party.key(),
                        party.name(),
                        party.phone(),
                        table.minDepositMinor(),
                        table.minDepositMinor() * 4,
                        night.currency(),
                        status)
                .getFirst();
    }

    /**
     * Who takes a table.
     *
     * @param size people
     * @param channel they come by
     * @param token for their code
     * @param key that makes a repeated request harmless
     * @param name of the guest
     * @param phone of the guest
     */
    record Party(int size, String channel, String token, String key, String name, String phone) {

        static Party any(Dice dice, int seats, String channel) {
            return new Party(
                    dice.between(1, seats),
                    channel,
                    Fresh.token(),
                    "hk-" + Fresh.token(),
                    People.name(dice),
                    People.phone(dice));
        }
    }
}
