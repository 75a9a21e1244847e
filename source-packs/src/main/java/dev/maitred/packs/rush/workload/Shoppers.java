package dev.maitred.packs.rush.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.rush.workload.Programme.Show;
import dev.maitred.packs.rush.workload.Programme.Zone;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Fresh;
import dev.maitred.packs.workload.Play;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** People with a pass: they look, and reserve in one zone or two. */
final class Shoppers {

    private static final Duration RESERVED_FOR = Duration.ofMinutes(2);

    private final Database database;
    private final Programme programme;
    private final Tally tally;
    private final double reservedSeconds;

    Shoppers(Database database, Programme programme, Tally tally, double speed) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
        this.reservedSeconds = RESERVED_FOR.toMillis() / 1000.0 / speed;
    }

    /** Somebody of the waiting room with a pass. */
    record Shopper(long person, long customer) {}

    /** So many places of a zone that somebody wants. */
    record Wish(Zone zone, int quantity) {}

    boolean search(Dice dice) throws SQLException {
        Show show = programme.any(dice);
        if (show == null) {
            return false;
        }
        database.read("""
                SELECT z.code, s.seats - s.taken AS free FROM zones z JOIN zone_stock s ON s.zone_id = z.id WHERE z.show_id = ?
                """, row -> row.getInt("free"), show.id());
        tally.add(EventKind.ZONES_SEARCHED);
        return true;
    }

    boolean reserve(Dice dice) throws SQLException, RaceLostException {
        Show show = programme.opened(dice);
        List<Shopper> shoppers = show == null ? List.of() : undecided(show);
        if (show == null || shoppers.isEmpty()) {
            return false;
        }
        reserve(dice.pick(shoppers), wishes(show, dice), "k-" + Fresh.token());
        return true;
    }

    /** Three want the last places of the front at once. */
    boolean rush(Play play, Dice dice) throws SQLException, InterruptedException {
        Show show = programme.opened(dice);
        List<Shopper> shoppers = show == null ? List.of() : undecided(show);
        if (show == null || shoppers.size() < 3) {
            return false;
        }
        List<Play.Attempt> attempts = new ArrayList<>();
        for (Shopper shopper : shoppers.subList(0, 3)) {
            List<Wish> wishes = List.of(new Wish(show.zones().getFirst(), dice.between(4, 8)));
            attempts.add(() -> reserve(shopper, wishes, "k-" + Fresh.token()));
        }
        play.together(attempts);
        return true;
    }

    /** An impatient phone sends the same request twice. */
    boolean repeat(Play play, Dice dice) throws SQLException, InterruptedException {
        Show show = programme.opened(dice);
        List<Shopper> shoppers = show == null ? List.of() : undecided(show);
        if (show == null || shoppers.isEmpty()) {
            return false;
        }
        Shopper shopper = dice.pick(shoppers);
        List<Wish> wishes = wishes(show, dice);
        String key = "k-" + Fresh.token();
        play.together(List.of(() -> reserve(shopper, wishes, key), () -> reserve(shopper, wishes, key)));
        return true;
    }

    /** Those of the show with a pass and no reservation, the longest inside first. */
    List<Shopper> undecided(Show show) throws SQLException {
        return database.read("""
                SELECT w.id, w.customer_id FROM waiting_room w
                 WHERE w.show_id = ? AND w.state = 'ADMITTED' AND w.pass_expires_at > now()
                   AND NOT EXISTS (SELECT FROM reservations r WHERE r.waiting_room_id = w.id AND r.status = 'HELD')
                 ORDER BY w.id LIMIT 40
                """, row -> new Shopper(row.getLong("id"), row.getLong("customer_id")), show.id());
    }

    /** Everybody wants the front; a third also want places elsewhere, for others. */
    private static List<Wish> wishes(Show show, Dice dice) {
        List<Zone> zones = show.zones();
        Zone first = dice.chance(0.35) ? zones.getFirst() : dice.pick(zones);
        Zone second = dice.pick(zones);
        List<Wish> wishes = new ArrayList<>(List.of(new Wish(first, dice.between(1, 6))));
        if (dice.chance(0.3) && !second.equals(first)) {
            wishes.add(new Wish(second, dice.between(1, 3)));
        }
        wishes.sort(Comparator.comparing(wish -> wish.zone().id().toString()));
        return wishes;
    }

    /**
     * Reserves what there is of the wishes; what is sold out is an answer, not a failure.
     *
     * @return the places reserved; 0 also for a request that was answered before
     */
    int reserve(Shopper shopper, List<Wish> wishes, String key) throws SQLException, RaceLostException {
        // What has become of it is told when it is committed.
        record Outcome(boolean isRepeated, int places) {}
        Outcome outcome = database.transaction(transaction -> {
            if (!RequestKeys.isFirst(transaction, key, "RESERVE")) {
                return new Outcome(true, 0);
            }
            mustBeInside(transaction, shopper);
            int places = 0;
            for (Wish wish : wishes) {
                if (Stock.take(transaction, wish.zone().id(), wish.quantity())) {
                    places += wish.quantity();
                    insert(transaction, shopper, wish, key);
                }
            }
            RequestKeys.answer(transaction, key, places == 0 ? "SOLD_OUT" : "RESERVED");
            return new Outcome(false, places);
        });
        tally.add(
                outcome.isRepeated()
                        ? EventKind.REQUEST_REPEATED
                        : outcome.places() == 0 ? EventKind.SOLD_OUT : EventKind.RESERVED);
        return outcome.places();
    }

    private static void mustBeInside(Transaction transaction, Shopper shopper) throws SQLException, RaceLostException {
        Long undecided = transaction.first("""
                SELECT id FROM waiting_room
                 WHERE id = ? AND state = 'ADMITTED' AND pass_expires_at > clock_timestamp() FOR NO KEY UPDATE
                """, row -> row.getLong(1), shopper.person());
        if (undecided == null) {
            throw new RaceLostException("the pass is over");
        }
        // Seen by a statement of its own, so that it sees what was committed while the line before waited.
        if (!transaction
                .ids("SELECT id FROM reservations WHERE waiting_room_id = ? AND status = 'HELD'", shopper.person())
                .isEmpty()) {
            throw new RaceLostException("they have reserved meanwhile");
        }
    }

    private void insert(Transaction transaction, Shopper shopper, Wish wish, String key) throws SQLException {
        transaction.update(
                """
                INSERT INTO reservations (show_id, zone_id, customer_id, waiting_room_id, quantity, idempotency_key,
                    created_at, expires_at)
                SELECT ?, ?, ?, ?, ?, ?, now(), now() + make_interval(secs => ?)
                """,
                wish.zone().show(),
                wish.zone().id(),
                shopper.customer(),
                shopper.person(),
                wish.quantity(),
                key,
                reservedSeconds);
    }
}
