package dev.maitred.packs.rush.workload;

import dev.maitred.packs.rush.Retention;
import dev.maitred.packs.rush.workload.Stock.Places;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.util.List;

/** What runs behind everybody: gives back what expired, shows those out whose pass is over, keeps retention. */
final class Sweeper {

    /** After their expiry, so that nothing depends on the sweeper. */
    private static final double GRACE_SECONDS = 20;

    private static final int BATCH = 200;

    private final Database database;
    private final Tally tally;
    private final double speed;

    Sweeper(Database database, Tally tally, double speed) {
        this.database = database;
        this.tally = tally;
        this.speed = speed;
    }

    boolean reservations() throws SQLException, RaceLostException {
        List<Places> expired = database.transaction(transaction -> {
            List<Places> places = transaction.rows("""
                    UPDATE reservations SET status = 'EXPIRED', updated_at = now()
                     WHERE id IN (SELECT id FROM reservations
                                   WHERE status = 'HELD' AND expires_at < now() - make_interval(secs => ?)
                                   ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
                    RETURNING zone_id, quantity
                    """, Places::of, GRACE_SECONDS / speed, BATCH);
            Stock.giveBack(transaction, places);
            return places;
        });
        tally.add(EventKind.RESERVATION_EXPIRED, expired.size());
        return !expired.isEmpty();
    }

    /** Whoever has reserved may stay until that is over. */
    boolean passes() throws SQLException, RaceLostException {
        return sweep(EventKind.PASS_EXPIRED, """
                UPDATE waiting_room
                   SET state = 'EXPIRED', pass_expires_at = NULL, finished_at = now(), end_reason = 'PASS_UNUSED'
                 WHERE id IN (SELECT id FROM waiting_room w
                               WHERE state = 'ADMITTED' AND pass_expires_at < now()
                                 AND NOT EXISTS (SELECT FROM reservations r
                                                  WHERE r.waiting_room_id = w.id AND r.status = 'HELD')
                               ORDER BY pass_expires_at LIMIT ? FOR NO KEY UPDATE SKIP LOCKED)
                """, BATCH);
    }

    boolean endedReservations() throws SQLException, RaceLostException {
        return sweep(EventKind.RESERVATIONS_PURGED, """
                DELETE FROM reservations WHERE id IN (
                    SELECT id FROM reservations WHERE status <> 'HELD' AND updated_at < now() - make_interval(secs => ?)
                     ORDER BY updated_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, Retention.ENDED.toSeconds(), BATCH);
    }

    boolean people() throws SQLException, RaceLostException {
        return sweep(EventKind.PEOPLE_PURGED, """
                DELETE FROM waiting_room WHERE id IN (
                    SELECT id FROM waiting_room WHERE finished_at < now() - make_interval(secs => ?)
                     ORDER BY finished_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, Retention.ENDED.toSeconds(), BATCH);
    }

    boolean keys() throws SQLException, RaceLostException {
        return sweep(EventKind.KEYS_PURGED, """
                DELETE FROM idempotency_keys WHERE key IN (
                    SELECT key FROM idempotency_keys WHERE created_at < now() - make_interval(secs => ?)
                     ORDER BY created_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, Retention.ENDED.toSeconds(), BATCH);
    }

    private boolean sweep(EventKind kind, String sql, Object... parameters) throws SQLException, RaceLostException {
        int touched = database.transaction(transaction -> transaction.update(sql, parameters));
        tally.add(kind, touched);
        return touched > 0;
    }
}
