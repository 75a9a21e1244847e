package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.nightclub.Retention;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;

/** What runs behind everybody: deletes dead holds, takes messages back from lost couriers, ends campaigns, keeps retention. */
final class Sweeper {

    /** Long after their expiry, so that nothing depends on the sweeper. */
    private static final double GRACE_SECONDS = 60;

    private static final int BATCH = 200;

    private final Database database;
    private final Tally tally;
    private final double speed;

    Sweeper(Database database, Tally tally, double speed) {
        this.database = database;
        this.tally = tally;
        this.speed = speed;
    }

    boolean holds() throws SQLException, RaceLostException {
        return sweep(EventKind.HOLD_EXPIRED, """
                DELETE FROM booking_holds WHERE id IN (
                    SELECT id FROM booking_holds WHERE expires_at < now() - make_interval(secs => ?)
                     ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, GRACE_SECONDS / speed, BATCH);
    }

    boolean leases() throws SQLException, RaceLostException {
        return sweep(EventKind.LEASE_EXPIRED, """
                UPDATE notifications_outbox
                   SET status = 'FAILED', next_attempt_at = now(), locked_until = NULL, locked_by = NULL,
                       last_error_class = 'LEASE_EXPIRED', last_error = 'the courier did not come back'
                 WHERE id IN (SELECT id FROM notifications_outbox WHERE status = 'SENDING' AND locked_until < now()
                               ORDER BY locked_until LIMIT ? FOR UPDATE SKIP LOCKED)
                """, BATCH);
    }

    boolean campaigns() throws SQLException, RaceLostException {
        return sweep(EventKind.CAMPAIGN_FINISHED, """
                UPDATE campaigns c SET status = 'COMPLETED', finished_at = now()
                 WHERE status = 'RUNNING'
                   AND NOT EXISTS (SELECT FROM notifications_outbox o
                                    WHERE o.campaign_id = c.id AND o.status IN ('NEW', 'FAILED', 'SENDING'))
                """);
    }

    boolean messages() throws SQLException, RaceLostException {
        return sweep(EventKind.MESSAGES_PURGED, """
                DELETE FROM notifications_outbox WHERE id IN (
                    SELECT id FROM notifications_outbox
                     WHERE status = 'SENT' AND sent_at < now() - make_interval(days => ?)
                     ORDER BY sent_at LIMIT ? FOR UPDATE SKIP LOCKED)
                """, Retention.SENT_DAYS, BATCH);
    }

    private boolean sweep(EventKind kind, String sql, Object... parameters) throws SQLException, RaceLostException {
        int touched = database.transaction(transaction -> transaction.update(sql, parameters));
        tally.add(kind, touched);
        return touched > 0;
    }
}
