package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.workload.Database;
import dev.maitred.packs.workload.Fresh;
import dev.maitred.packs.workload.RaceLostException;
import dev.maitred.packs.workload.Tally;
import dev.maitred.packs.workload.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Takes messages from the outbox under a lease, hands them to the provider and writes down what it said. */
final class Couriers {

    private static final int BATCH = 12;
    private static final int MOST_ATTEMPTS = 5;
    private static final double LEASE_SECONDS = 30;
    private static final double FIRST_BACK_OFF_SECONDS = 2;
    private static final double RETRY_AFTER_SECONDS = 2;
    private static final double LOST_COURIERS = 0.004;

    private final Database database;
    private final Provider provider;
    private final Tally tally;
    private final double speed;
    private final AtomicLong silentUntilNanos = new AtomicLong(System.nanoTime());

    Couriers(Database database, Provider provider, Tally tally, double speed) {
        this.database = database;
        this.provider = provider;
        this.tally = tally;
        this.speed = speed;
    }

    private record Message(long id, int attempt) {}

    /** One round of one courier; false when nothing is due or the provider asked for silence. */
    boolean round(Dice dice) throws SQLException, RaceLostException, InterruptedException {
        if (System.nanoTime() - silentUntilNanos.get() < 0) {
            return false;
        }
        String courier = "courier-" + Fresh.token();
        List<Message> messages = claim(courier);
        if (messages.isEmpty()) {
            return false;
        }
        // Between the two transactions the messages are visibly in somebody's hands.
        Thread.sleep((long) Math.ceil(dice.between(20, 120) / Math.min(speed, 20)));
        if (dice.chance(LOST_COURIERS)) {
            return true;
        }
        Map<Provider.Answer, List<Long>> answers = new EnumMap<>(Provider.Answer.class);
        for (Message message : messages) {
            answers.computeIfAbsent(provider.send(message.id(), message.attempt()), answer -> new ArrayList<>())
                    .add(message.id());
        }
        report(courier, answers);
        return true;
    }

    private List<Message> claim(String courier) throws SQLException, RaceLostException {
        return database.transaction(transaction -> transaction.rows(
                """
                UPDATE notifications_outbox
                   SET status = 'SENDING', attempts = attempts + 1, last_attempt_at = clock_timestamp(), locked_by = ?,
                       locked_until = clock_timestamp() + make_interval(secs => ?)
                 WHERE id IN (SELECT id FROM notifications_outbox
                               WHERE status IN ('NEW', 'FAILED') AND next_attempt_at <= now()
                               ORDER BY priority, next_attempt_at, id LIMIT ? FOR UPDATE SKIP LOCKED)
                RETURNING id, attempts
                """,
                row -> new Message(row.getLong("id"), row.getInt("attempts")),
                courier,
                LEASE_SECONDS / speed,
                BATCH));
    }

    private void report(String courier, Map<Provider.Answer, List<Long>> answers)
            throws SQLException, RaceLostException {
        Map<EventKind, Integer> counts = new EnumMap<>(EventKind.class);
        database.transaction(transaction -> {
            for (Map.Entry<Provider.Answer, List<Long>> entry : answers.entrySet()) {
                Long[] ids = entry.getValue().toArray(Long[]::new);
                switch (entry.getKey()) {
                    case TAKEN -> counts.put(EventKind.MESSAGE_SENT, sent(transaction, courier, ids));
                    case UNAVAILABLE -> failed(transaction, courier, ids, counts);
                    case BLOCKED_BY_RECIPIENT ->
                        counts.merge(EventKind.MESSAGE_DEAD, dead(transaction, courier, ids), Integer::sum);
                    case TOO_MANY_REQUESTS ->
                        counts.put(EventKind.MESSAGE_THROTTLED, throttled(transaction, courier, ids));
                }
            }
            return counts;
        });
        counts.forEach(tally::add);
        if (answers.containsKey(Provider.Answer.TOO_MANY_REQUESTS)) {
            silentUntilNanos.set(System.nanoTime() + (long) (RETRY_AFTER_SECONDS / 4 * 1e9 / speed));
        }
    }

    private static int sent(Transaction transaction, String courier, Long[] ids) throws SQLException {
        return transaction.update("""
                UPDATE notifications_outbox
                   SET status = 'SENT', sent_at = clock_timestamp(), locked_until = NULL, locked_by = NULL
                 WHERE id = ANY (?) AND status = 'SENDING' AND locked_by = ?
                """, ids, courier);
    }

    private static int dead(Transaction transaction, String courier, Long[] ids) throws SQLException {
        return transaction.update("""
                UPDATE notifications_outbox
                   SET status = 'DEAD', dead_at = clock_timestamp(), locked_until = NULL, locked_by = NULL,
                       last_error_class = 'RECIPIENT_BLOCKED', last_error = '403 bot was blocked by the user'
                 WHERE id = ANY (?) AND status = 'SENDING' AND locked_by = ?
                """, ids, courier);
    }

    /** Twice as long after each attempt, and given up after the last. */
    private void failed(Transaction transaction, String courier, Long[] ids, Map<EventKind, Integer> counts)
            throws SQLException {
        List<String> statuses = transaction.rows(
                """
                UPDATE notifications_outbox
                   SET status = CASE WHEN attempts >= ? THEN 'DEAD' ELSE 'FAILED' END,
                       dead_at = CASE WHEN attempts >= ? THEN clock_timestamp() END,
                       next_attempt_at = clock_timestamp() + make_interval(secs => ? * 2 ^ attempts),
                       locked_until = NULL, locked_by = NULL,
                       last_error_class = 'PROVIDER_5XX', last_error = '502 bad gateway'
                 WHERE id = ANY (?) AND status = 'SENDING' AND locked_by = ?
                RETURNING status
                """,
                row -> row.getString(1),
                MOST_ATTEMPTS,
                MOST_ATTEMPTS,
                FIRST_BACK_OFF_SECONDS / speed,
                ids,
                courier);
        for (String status : statuses) {
            counts.merge(status.equals("DEAD") ? EventKind.MESSAGE_DEAD : EventKind.MESSAGE_RETRIED, 1, Integer::sum);
        }
    }

    /** A refusal is no attempt: it costs time and nothing else. */
    private int throttled(Transaction transaction, String courier, Long[] ids) throws SQLException {
        return transaction.update("""
                UPDATE notifications_outbox
                   SET status = 'FAILED', attempts = attempts - 1, locked_until = NULL, locked_by = NULL,
                       next_attempt_at = clock_timestamp() + make_interval(secs => ?),
                       last_error_class = 'THROTTLED', last_error = '429 too many requests'
                 WHERE id = ANY (?) AND status = 'SENDING' AND locked_by = ?
                """, RETRY_AFTER_SECONDS / speed, ids, courier);
    }
}
