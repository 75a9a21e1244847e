package dev.maitred.packs.rush.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.rush.workload.Programme.Show;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Fresh;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** People in line, and the worker that lets them in. */
final class WaitingRoom {

    private static final Duration PASS = Duration.ofMinutes(3);
    private static final int LONGEST_LINE = 3_000;
    private static final List<String> CHANNELS = List.of("WEB", "WEB", "WEB", "APP", "APP", "PARTNER");

    private final Database database;
    private final Programme programme;
    private final Tally tally;
    private final double passSeconds;

    WaitingRoom(Database database, Programme programme, Tally tally, double speed) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
        this.passSeconds = PASS.toMillis() / 1000.0 / speed;
    }

    /** Somebody new gets in line; when it is as long as lines become, somebody leaves it instead. */
    boolean join(Dice dice) throws SQLException, RaceLostException {
        Show show = programme.any(dice);
        if (show == null) {
            return false;
        }
        if (inLine(show, LONGEST_LINE).size() == LONGEST_LINE) {
            return leave(show, dice);
        }
        String name = People.name(dice);
        database.transaction(transaction -> {
            long customer = transaction
                    .ids(
                            "INSERT INTO customers (full_name, email, phone) VALUES (?, ?, ?) RETURNING id",
                            name,
                            People.email(name, Fresh.token()),
                            People.phone(dice))
                    .getFirst();
            return transaction.update("""
                    INSERT INTO waiting_room (show_id, customer_id, token, channel, admissible_from)
                    SELECT id, ?, ?, ?, greatest(now(), sale_opens_at) FROM shows WHERE id = ?
                    """, customer, Fresh.token(), dice.pick(CHANNELS), show.id());
        });
        tally.add(EventKind.JOINED);
        return true;
    }

    /** How many are before one of those in line: what everybody's page asks all the time. */
    boolean position(Dice dice) throws SQLException {
        Show show = programme.any(dice);
        List<Long> line = show == null ? List.of() : inLine(show, 50);
        if (show == null || line.isEmpty()) {
            return false;
        }
        database.read(
                "SELECT count(*) FROM waiting_room WHERE show_id = ? AND state = 'WAITING' AND id < ?",
                row -> row.getLong(1),
                show.id(),
                dice.pick(line));
        tally.add(EventKind.POSITION_ASKED);
        return true;
    }

    boolean leave(Dice dice) throws SQLException, RaceLostException {
        Show show = programme.any(dice);
        return show != null && leave(show, dice);
    }

    private boolean leave(Show show, Dice dice) throws SQLException, RaceLostException {
        List<Long> line = inLine(show, 200);
        if (line.isEmpty()) {
            return false;
        }
        long person = dice.pick(line);
        database.transaction(transaction -> {
            if (transaction.update(
                            "UPDATE waiting_room SET state = 'LEFT', finished_at = now() WHERE id = ? AND state = 'WAITING'",
                            person)
                    == 0) {
                throw new RaceLostException("they have been let in");
            }
            return person;
        });
        tally.add(EventKind.LEFT);
        return true;
    }

    private List<Long> inLine(Show show, int most) throws SQLException {
        return database.read(
                "SELECT id FROM waiting_room WHERE show_id = ? AND state = 'WAITING' ORDER BY id LIMIT ?",
                row -> row.getLong(1),
                show.id(),
                most);
    }

    /**
     * Lets a batch of one show's line in, as many as may shop at once; one worker at a time for each show. The show is
     * locked in a statement of its own: one that locked and counted would count by its snapshot, without those whom the
     * worker before let in meanwhile.
     */
    boolean admit(Dice dice) throws SQLException, RaceLostException {
        Show show = programme.opened(dice);
        if (show == null) {
            return false;
        }
        int admitted = database.transaction(transaction -> {
            Long locked = transaction.first("""
                    SELECT 1 FROM shows WHERE id = ? AND status = 'ON_SALE' FOR NO KEY UPDATE SKIP LOCKED
                    """, row -> row.getLong(1), show.id());
            if (locked == null) {
                return 0;
            }
            Integer places = transaction.first("""
                    SELECT least(admit_batch, most_shopping -
                           (SELECT count(*) FROM waiting_room w WHERE w.show_id = s.id AND w.state = 'ADMITTED'))
                      FROM shows s WHERE id = ?
                    """, row -> row.getInt(1), show.id());
            if (places == null || places <= 0) {
                return 0;
            }
            return transaction.update("""
                    UPDATE waiting_room
                       SET state = 'ADMITTED', admitted_at = clock_timestamp(),
                           pass_expires_at = clock_timestamp() + make_interval(secs => ?)
                     WHERE id IN (SELECT id FROM waiting_room
                                   WHERE show_id = ? AND state = 'WAITING' AND admissible_from <= now()
                                   ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED)
                    """, passSeconds, show.id(), places);
        });
        tally.add(EventKind.ADMITTED, admitted);
        return admitted > 0;
    }
}
