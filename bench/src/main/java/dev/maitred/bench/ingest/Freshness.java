package dev.maitred.bench.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** From the moment at which a client's commit returns to the moment at which a reader of what is committed has its record. */
final class Freshness {

    private static final int WRITERS = 4;

    /** How long the last record may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Bookings bookings;
    private final Destination destination;
    private final String bootstrap;
    private int nextId;

    /** @param firstId above every id that is there */
    Freshness(Bookings bookings, Destination destination, String bootstrap, int firstId) {
        this.bookings = bookings;
        this.destination = destination;
        this.bootstrap = bootstrap;
        this.nextId = firstId;
    }

    /**
     * @param millis of those that were seen, sorted
     * @param unseen commits whose record did not come
     */
    record Measured(List<Double> millis, int unseen) {}

    /** Commits by the clock, whether or not earlier ones were seen. */
    Measured run(int rate, int seconds) throws InterruptedException {
        int count = rate * seconds;
        int first = nextId;
        nextId += count;
        AtomicLongArray committed = new AtomicLongArray(count);
        long[] seen = new long[count];
        try (KafkaConsumer<byte[], byte[]> consumer = RowsRead.committed(bootstrap)) {
            consumer.assign(destination.all());
            consumer.seekToEnd(destination.all());
            destination.all().forEach(consumer::position);
            List<Thread> writers = new ArrayList<>();
            List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
            long begun = System.nanoTime() + 100_000_000;
            for (int i = 0; i < WRITERS; i++) {
                int which = i;
                Thread writer = Thread.ofPlatform()
                        .name("writer-" + i)
                        .unstarted(() -> write(which, first, committed, begun, 1_000_000_000L / rate));
                writer.setUncaughtExceptionHandler((any, failure) -> failures.add(failure));
                writer.start();
                writers.add(writer);
            }
            int found = 0;
            long deadline = begun + Duration.ofSeconds(seconds).plus(PATIENCE).toNanos();
            while (found < count && System.nanoTime() < deadline && failures.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> each : consumer.poll(Duration.ofMillis(100))) {
                    int at = each.key() != null && destination.isBooking().test(each.key())
                            ? Destination.idOf(each.key()) - first
                            : -1;
                    if (at >= 0 && at < count && seen[at] == 0) {
                        seen[at] = System.nanoTime();
                        found++;
                    }
                }
            }
            for (Thread writer : writers) {
                writer.join();
            }
            if (!failures.isEmpty()) {
                throw new IllegalStateException("A writer failed", failures.getFirst());
            }
        }
        // A record can be here before the commit has returned to its client: that counts as 0.
        List<Double> millis = java.util.stream.IntStream.range(0, count)
                .filter(i -> seen[i] != 0)
                .mapToObj(i -> Math.max(0, seen[i] - committed.get(i)) / 1e6)
                .sorted()
                .toList();
        return new Measured(
                millis,
                count - (int) Arrays.stream(seen).filter(nanos -> nanos != 0).count());
    }

    private void write(int which, int first, AtomicLongArray committed, long begun, long everyNanos) {
        try (Connection connection = bookings.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO bookings VALUES (?, 1 + ? % 240, 1 + ? % 100, 'BOOKED', 2, 'C', 'Guest', NULL, NULL,"
                                + " 1000, 'EUR', now(), now())")) {
            for (int i = which; i < committed.length(); i += WRITERS) {
                long due = begun + i * everyNanos;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                insert.setInt(1, first + i);
                insert.setInt(2, first + i);
                insert.setInt(3, first + i);
                insert.executeUpdate();
                committed.set(i, System.nanoTime());
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
