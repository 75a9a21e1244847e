package dev.maitred.packs.rush.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.People;
import dev.maitred.packs.rush.workload.Shoppers.Shopper;
import dev.maitred.packs.rush.workload.Stock.Places;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Fresh;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of a reservation: it is paid, or given back; or neither, and then it expires. */
final class Checkout {

    private static final List<String> METHODS = List.of("CARD", "CARD", "WALLET", "TRANSFER");

    private final Database database;
    private final Tally tally;

    Checkout(Database database, Tally tally) {
        this.database = database;
        this.tally = tally;
    }

    boolean pay(Dice dice) throws SQLException, RaceLostException {
        Shopper shopper = reserved(dice, 0, 84);
        if (shopper == null) {
            return false;
        }
        pay(shopper, dice);
        return true;
    }

    private record Bought(long order, long totalMinor) {}

    /** Turns all that a shopper has reserved into an order, if it is still reserved. */
    long pay(Shopper shopper, Dice dice) throws SQLException, RaceLostException {
        String key = "p-" + Fresh.token();
        long order = database.transaction(transaction -> {
            // A second payment of one reservation finds it sold, whatever its key.
            RequestKeys.isFirst(transaction, key, "PAY");
            if (transaction.update("""
                            UPDATE reservations SET status = 'SOLD', updated_at = now()
                             WHERE waiting_room_id = ? AND status = 'HELD' AND expires_at > clock_timestamp()
                            """, shopper.person()) == 0) {
                throw new RaceLostException("the reservation is over");
            }
            Bought bought = order(transaction, shopper, key);
            transaction.update("""
                    INSERT INTO payments (order_id, kind, amount_minor, currency, method, card_holder)
                    SELECT id, 'CHARGE', ?, currency, ?, ? FROM orders WHERE id = ?
                    """, bought.totalMinor(), dice.pick(METHODS), People.name(dice), bought.order());
            transaction.update(
                    "UPDATE waiting_room SET state = 'DONE', pass_expires_at = NULL, finished_at = now() WHERE id = ?",
                    shopper.person());
            RequestKeys.answer(transaction, key, "PAID");
            return bought.order();
        });
        tally.add(EventKind.PAID);
        return order;
    }

    private static Bought order(Transaction transaction, Shopper shopper, String key)
            throws SQLException, RaceLostException {
        Bought bought = transaction.first(
                """
                INSERT INTO orders (show_id, customer_id, code, total_minor, currency, idempotency_key)
                SELECT s.id, ?, ?, sum(r.quantity * z.price_minor), e.currency, ?
                  FROM reservations r JOIN zones z ON z.id = r.zone_id
                  JOIN shows s ON s.id = r.show_id JOIN events e ON e.id = s.event_id
                 WHERE r.waiting_room_id = ? AND r.status = 'SOLD'
                 GROUP BY s.id, e.currency
                RETURNING id, total_minor
                """,
                row -> new Bought(row.getLong("id"), row.getLong("total_minor")),
                shopper.customer(),
                "T" + Fresh.token(),
                key,
                shopper.person());
        if (bought == null) {
            throw new RaceLostException("the reservation is gone");
        }
        transaction.update("""
                INSERT INTO order_lines (order_id, show_id, zone_id, quantity, unit_price_minor, currency)
                SELECT o.id, o.show_id, z.id, r.quantity, z.price_minor, o.currency
                  FROM reservations r JOIN zones z ON z.id = r.zone_id JOIN orders o ON o.id = ?
                 WHERE r.waiting_room_id = ? AND r.status = 'SOLD'
                """, bought.order(), shopper.person());
        return bought;
    }

    /** A shopper who changed their mind gives all back. */
    boolean release(Dice dice) throws SQLException, RaceLostException {
        Shopper shopper = reserved(dice, 85, 92);
        if (shopper == null) {
            return false;
        }
        database.transaction(transaction -> {
            List<Places> places = transaction.rows("""
                    UPDATE reservations SET status = 'RELEASED', updated_at = now()
                     WHERE waiting_room_id = ? AND status = 'HELD' AND expires_at > clock_timestamp()
                    RETURNING zone_id, quantity
                    """, Places::of, shopper.person());
            if (places.isEmpty()) {
                throw new RaceLostException("the reservation is over");
            }
            Stock.giveBack(transaction, places);
            return places;
        });
        tally.add(EventKind.RELEASED);
        return true;
    }

    /** One of those whose reservations are oldest; what they will do with them is written in their number. */
    private @Nullable Shopper reserved(Dice dice, int from, int to) throws SQLException {
        List<Shopper> shoppers = database.read("""
                SELECT DISTINCT waiting_room_id, customer_id, expires_at FROM reservations
                 WHERE status = 'HELD' AND expires_at > now() AND (waiting_room_id * 7919) % 100 BETWEEN ? AND ?
                 ORDER BY expires_at LIMIT 40
                """, row -> new Shopper(row.getLong(1), row.getLong(2)), from, to);
        return shoppers.isEmpty() ? null : dice.pick(shoppers);
    }
}
