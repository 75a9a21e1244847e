package dev.maitred.ingest;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/** An application that goes on writing until it is told to end: small transactions of every kind, from a seed. */
final class Writing implements AutoCloseable {

    private static final long REST_NANOS = 5_000_000;

    private final CompletableFuture<Void> done;
    private volatile boolean ending;
    private int next = 1;

    Writing(Source source, long seed) throws SQLException {
        source.sql(
                "INSERT INTO clubs VALUES (1, 'Blue', 'Europe/Berlin', null), (2, 'Red', 'Europe/Lisbon', null)",
                "INSERT INTO nights VALUES (10, 1, '2026-11-20 21:00Z', '2026-11-21 05:00Z'),"
                        + " (20, 2, '2026-11-20 22:00Z', '2026-11-21 06:00Z')");
        // A thread of its own: the common pool may have one only.
        done = CompletableFuture.runAsync(
                () -> write(source, new Random(seed)),
                task -> Thread.ofPlatform().name("writing").start(task));
    }

    private void write(Source source, Random random) {
        try (Connection connection = source.database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            while (!ending) {
                int statements = 1 + random.nextInt(4);
                for (int i = 0; i < statements; i++) {
                    statement.execute(one(random));
                }
                if (random.nextInt(10) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                }
                LockSupport.parkNanos(REST_NANOS);
            }
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    private String one(Random random) {
        int known = 1 + random.nextInt(next);
        return switch (random.nextInt(11)) {
            case 0, 1, 2, 3 -> insert(1);
            case 4 -> insert(2 + random.nextInt(30));
            case 5 -> random.nextInt(20) == 0 ? insert(1_500) : insert(5);
            case 6, 7 ->
                "UPDATE bookings SET table_id = table_id + 1 WHERE id BETWEEN " + known + " AND " + (known + 3);
            case 8 -> "UPDATE bookings SET night_id = 30 - night_id WHERE id = " + known;
            case 9 -> "UPDATE bookings SET id = " + next++ + " WHERE id = " + known;
            default -> "DELETE FROM bookings WHERE id = " + known;
        };
    }

    private String insert(int count) {
        int first = next;
        next += count;
        return "INSERT INTO bookings SELECT id, 10 + 10 * (id % 2), id, 'BOOKED', 'Ann', null FROM generate_series("
                + first + ", " + (next - 1) + ") id";
    }

    /** Stops and returns when the last commit is done. */
    @Override
    public void close() {
        ending = true;
        done.join();
    }
}
