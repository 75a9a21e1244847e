package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;

/** Opens nights and closes their books, so that there is always one to go to. */
final class NightDesk {

    private static final int NIGHTS_ON_SALE = 4;
    private static final double HOURS_UNTIL_NEXT = 0.25;
    private static final double HOURS_OF_NIGHT = 6;

    private final Database database;
    private final Programme programme;
    private final Tally tally;
    private final double speed;

    NightDesk(Database database, Programme programme, Tally tally, double speed) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
        this.speed = speed;
    }

    /** Ends everything of a night that is over, in one transaction. */
    boolean close(Dice dice) throws SQLException, RaceLostException {
        List<Long> over = database.read(
                "SELECT id FROM events WHERE status = 'SCHEDULED' AND end_utc <= now() ORDER BY end_utc LIMIT 4",
                row -> row.getLong(1));
        if (over.isEmpty()) {
            return false;
        }
        long event = dice.pick(over);
        database.transaction(transaction -> {
            if (transaction.update(
                            "UPDATE events SET status = 'CLOSED', updated_at = now() WHERE id = ? AND status = 'SCHEDULED'",
                            event)
                    == 0) {
                throw new RaceLostException("the night was closed");
            }
            transaction.update("DELETE FROM booking_holds WHERE event_id = ?", event);
            transaction.update("""
                    UPDATE bookings SET status = CASE status WHEN 'SEATED' THEN 'COMPLETED' ELSE 'NO_SHOW' END, updated_at = now()
                     WHERE event_id = ? AND status IN ('BOOKED', 'SEATED')
                    """, event);
            transaction.update(
                    "UPDATE table_sessions SET closed_at = now() WHERE event_id = ? AND closed_at IS NULL", event);
            return transaction.update("""
                    UPDATE guest_list_entries SET status = 'NO_SHOW', updated_at = now()
                     WHERE status IN ('INVITED', 'CONFIRMED')
                       AND guest_list_id IN (SELECT id FROM guest_lists WHERE event_id = ?)
                    """, event);
        });
        tally.add(EventKind.NIGHT_CLOSED);
        programme.refresh();
        return true;
    }

    /** What a club has before it. */
    private record Outlook(long club, int current, int coming) {}

    /** Puts a night on sale for a club that has none tonight, or too few after it. */
    boolean open(Dice dice) throws SQLException, RaceLostException {
        List<Outlook> clubs =
                database
                        .read("""
                        SELECT c.id, count(*) FILTER (WHERE e.start_utc <= now() + interval '2 hours') AS current,
                               count(*) FILTER (WHERE e.start_utc > now() + interval '2 hours') AS coming
                          FROM clubs c
                          LEFT JOIN events e ON e.club_id = c.id AND e.status = 'SCHEDULED' AND e.end_utc > now()
                         WHERE c.active GROUP BY c.id ORDER BY current, coming, c.id
                        """, row -> new Outlook(row.getLong("id"), row.getInt("current"), row.getInt("coming")))
                        .stream()
                        .filter(outlook -> outlook.current() == 0 || outlook.coming() < NIGHTS_ON_SALE)
                        .toList();
        if (clubs.isEmpty()) {
            return false;
        }
        Outlook outlook = clubs.getFirst();
        OffsetDateTime opened = database.transaction(transaction ->
                outlook.current() == 0 ? openTonight(transaction, outlook) : openLater(transaction, outlook));
        tally.add(EventKind.NIGHT_OPENED);
        programme.refresh();
        return opened != null;
    }

    private OffsetDateTime openTonight(Transaction transaction, Outlook outlook) throws SQLException {
        return insert(
                transaction,
                """
                INSERT INTO events (club_id, title, start_utc, end_utc)
                SELECT id, 'After hours', now() + make_interval(secs => ?), now() + make_interval(secs => ?)
                  FROM clubs WHERE id = ?
                RETURNING start_utc
                """,
                HOURS_UNTIL_NEXT * 3600 / speed,
                (HOURS_UNTIL_NEXT + HOURS_OF_NIGHT) * 3600 / speed,
                outlook.club());
    }

    /** The next Friday or Saturday after the last night, at the club's usual hour. What was called off keeps its hour. */
    private static OffsetDateTime openLater(Transaction transaction, Outlook outlook) throws SQLException {
        return insert(transaction, """
                INSERT INTO events (club_id, title, start_utc, end_utc)
                SELECT club_id, 'Next in line', (day + time '23:00') AT TIME ZONE time_zone,
                       (day + time '23:00') AT TIME ZONE time_zone + interval '6 hours'
                  FROM (SELECT c.id AS club_id, c.time_zone,
                               (SELECT min(d)::date
                                  FROM generate_series(last + 1, last + 7, interval '1 day') AS d
                                 WHERE extract(isodow FROM d) IN (5, 6)) AS day
                          FROM clubs c,
                               LATERAL (SELECT (max(greatest(e.start_utc, now())) AT TIME ZONE c.time_zone)::date AS last
                                          FROM events e WHERE e.club_id = c.id) AS latest
                         WHERE c.id = ?) AS next
                RETURNING start_utc
                """, outlook.club());
    }

    private static OffsetDateTime insert(Transaction transaction, String sql, Object... parameters)
            throws SQLException {
        return transaction
                .rows(sql, row -> row.getObject(1, OffsetDateTime.class), parameters)
                .getFirst();
    }
}
