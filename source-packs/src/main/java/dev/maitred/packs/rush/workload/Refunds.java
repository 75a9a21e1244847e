package dev.maitred.packs.rush.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.rush.workload.Programme.Show;
import dev.maitred.packs.rush.workload.Stock.Places;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.util.List;

/** Customers who give back what they have paid for: all of an order, or what they took of one zone. */
final class Refunds {

    private final Database database;
    private final Programme programme;
    private final Tally tally;

    Refunds(Database database, Programme programme, Tally tally) {
        this.database = database;
        this.programme = programme;
        this.tally = tally;
    }

    private record Line(Places places, long priceMinor) {}

    boolean cancel(Dice dice) throws SQLException, RaceLostException {
        List<Long> orders = some(dice, "true");
        if (orders.isEmpty()) {
            return false;
        }
        long order = dice.pick(orders);
        database.transaction(transaction -> {
            mustBePaid(transaction, order);
            transaction.update("""
                    UPDATE orders SET status = 'CANCELLED', cancelled_at = now(), updated_at = now() WHERE id = ?
                    """, order);
            giveBack(transaction, order, "order_id = ? AND status = 'SOLD'", order);
            return order;
        });
        tally.add(EventKind.ORDER_CANCELLED);
        return true;
    }

    /** One line of an order of several; the order stays paid. */
    boolean returnLine(Dice dice) throws SQLException, RaceLostException {
        List<Long> orders =
                some(dice, "(SELECT count(*) FROM order_lines l WHERE l.order_id = o.id AND l.status = 'SOLD') > 1");
        if (orders.isEmpty()) {
            return false;
        }
        long order = dice.pick(orders);
        database.transaction(transaction -> {
            mustBePaid(transaction, order);
            List<Long> lines = transaction.ids(
                    "SELECT id FROM order_lines WHERE order_id = ? AND status = 'SOLD' ORDER BY id", order);
            if (lines.size() < 2) {
                throw new RaceLostException("the other line has been returned");
            }
            long refund = giveBack(transaction, order, "id = ?", lines.getFirst());
            return transaction.update(
                    "UPDATE orders SET total_minor = total_minor - ?, updated_at = now() WHERE id = ?", refund, order);
        });
        tally.add(EventKind.LINE_RETURNED);
        return true;
    }

    /** Paid orders of one show, from anywhere in its sale. */
    private List<Long> some(Dice dice, String condition) throws SQLException {
        Show show = programme.opened(dice);
        if (show == null) {
            return List.of();
        }
        long last = database.read("SELECT coalesce(max(id), 1) FROM orders", row -> row.getLong(1))
                .getFirst();
        String sql = "SELECT id FROM orders o WHERE show_id = ? AND status = 'PAID' AND id >= ? AND " + condition
                + " ORDER BY id LIMIT 20";
        long from = dice.below((int) Math.min(last, Integer.MAX_VALUE));
        List<Long> found = database.read(sql, row -> row.getLong(1), show.id(), from);
        return found.isEmpty() ? database.read(sql, row -> row.getLong(1), show.id(), 0L) : found;
    }

    private static void mustBePaid(Transaction transaction, long order) throws SQLException, RaceLostException {
        if (transaction
                .ids("SELECT id FROM orders WHERE id = ? AND status = 'PAID' FOR NO KEY UPDATE", order)
                .isEmpty()) {
            throw new RaceLostException("the order has been cancelled");
        }
    }

    /** @return what is paid back, in minor units */
    private static long giveBack(Transaction transaction, long order, String which, long parameter)
            throws SQLException {
        List<Line> lines = transaction.rows(
                "UPDATE order_lines SET status = 'RETURNED', returned_at = now() WHERE " + which
                        + " RETURNING zone_id, quantity, unit_price_minor",
                row -> new Line(Places.of(row), row.getLong("unit_price_minor")),
                parameter);
        long refund = lines.stream()
                .mapToLong(line -> line.places().quantity() * line.priceMinor())
                .sum();
        transaction.update("""
                INSERT INTO payments (order_id, kind, amount_minor, currency, method)
                SELECT id, 'REFUND', ?, currency, 'TRANSFER' FROM orders WHERE id = ?
                """, refund, order);
        Stock.giveBack(transaction, lines.stream().map(Line::places).toList());
        return refund;
    }
}
