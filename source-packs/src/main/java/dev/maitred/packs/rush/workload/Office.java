package dev.maitred.packs.rush.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.rush.workload.Programme.Show;
import dev.maitred.packs.rush.workload.Programme.Zone;
import dev.maitred.packs.rush.workload.Stock.Places;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.util.List;

/** The promoter's office: opens and pauses sales, blocks places and lifts blocks, and moves shows. */
final class Office {

    private static final double PAUSE_SECONDS = 10;
    private static final int MOST_BLOCKS = 300;
    private static final List<String> REASONS = List.of("PRODUCTION", "OBSTRUCTED", "FAN_CLUB");

    private final Database database;
    private final Programme programme;
    private final Tally tally;
    private final double speed;

    Office(Database database, Programme programme, Tally tally, double speed) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
        this.speed = speed;
    }

    /** Opens the sales whose time has come, and those that have paused long enough. */
    boolean open() throws SQLException, RaceLostException {
        int opened = database.transaction(transaction -> transaction.update("""
                UPDATE shows SET status = 'ON_SALE', updated_at = now()
                 WHERE status = 'ANNOUNCED' AND sale_opens_at <= now()
                    OR status = 'PAUSED' AND updated_at < now() - make_interval(secs => ?)
                """, PAUSE_SECONDS / speed));
        if (opened > 0) {
            tally.add(EventKind.SALE_OPENED, opened);
            programme.refresh();
        }
        return opened > 0;
    }

    /** Nobody more is let in for a while; those inside go on. One show at a time. */
    boolean pause(Dice dice) throws SQLException, RaceLostException {
        Show show = programme.opened(dice);
        if (show == null) {
            return false;
        }
        int paused = database.transaction(transaction -> transaction.update("""
                UPDATE shows SET status = 'PAUSED', updated_at = now()
                 WHERE id = ? AND status = 'ON_SALE' AND NOT EXISTS (SELECT FROM shows WHERE status = 'PAUSED')
                """, show.id()));
        tally.add(EventKind.SALE_PAUSED, paused);
        return paused > 0;
    }

    /** Half an hour earlier or later; a show that is near is put off for four weeks, so that there is always one to sell. */
    boolean reschedule(Dice dice) throws SQLException, RaceLostException {
        Show show = programme.any(dice);
        if (show == null) {
            return false;
        }
        int minutes = dice.chance(0.5) ? 30 : -30;
        int moved = database.transaction(transaction -> transaction.update("""
                UPDATE shows s SET starts_at = starts_at + by, ends_at = ends_at + by, updated_at = now()
                  FROM (SELECT id, CASE WHEN starts_at < now() + interval '2 days' THEN interval '28 days'
                                        ELSE make_interval(mins => ?) END AS by
                          FROM shows ORDER BY starts_at < now() + interval '2 days' DESC, id = ? DESC LIMIT 1) AS one
                 WHERE s.id = one.id
                """, minutes, show.id()));
        tally.add(EventKind.SHOW_RESCHEDULED, moved);
        return moved > 0;
    }

    boolean block(Dice dice) throws SQLException, RaceLostException {
        Show show = programme.any(dice);
        if (show == null || active().size() > MOST_BLOCKS) {
            return show != null && unblock(dice);
        }
        Zone zone = dice.pick(show.zones());
        int quantity = dice.between(10, 200);
        boolean isBlocked = database.transaction(transaction -> Stock.take(transaction, zone.id(), quantity)
                && transaction.update(
                                """
                                INSERT INTO zone_blocks (show_id, zone_id, quantity, reason, note, blocked_by)
                                VALUES (?, ?, ?, ?, ?, ?)
                                """,
                                show.id(),
                                zone.id(),
                                quantity,
                                dice.pick(REASONS),
                                dice.chance(0.3) ? People.note(dice) : null,
                                People.name(dice))
                        > 0);
        tally.add(isBlocked ? EventKind.BLOCKED : EventKind.SOLD_OUT);
        return true;
    }

    /** What the sponsors have they keep. */
    boolean unblock(Dice dice) throws SQLException, RaceLostException {
        List<Long> blocks = active();
        if (blocks.isEmpty()) {
            return false;
        }
        long block = dice.pick(blocks);
        database.transaction(transaction -> {
            List<Places> places = transaction.rows("""
                    UPDATE zone_blocks SET lifted_at = now() WHERE id = ? AND lifted_at IS NULL RETURNING zone_id, quantity
                    """, Places::of, block);
            if (places.isEmpty()) {
                throw new RaceLostException("the block has been lifted");
            }
            Stock.giveBack(transaction, places);
            return block;
        });
        tally.add(EventKind.UNBLOCKED);
        return true;
    }

    private List<Long> active() throws SQLException {
        return database.read(
                "SELECT id FROM zone_blocks WHERE lifted_at IS NULL AND reason <> 'SPONSOR' ORDER BY id",
                row -> row.getLong(1));
    }
}
