package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.workload.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The nights that are on sale, as every instance of the application remembers them for a few seconds. */
final class Programme {

    private static final Duration GOOD_FOR = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofHours(2);
    private static final double SHARE_OF_TONIGHT = 0.8;

    private final Database database;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile List<Night> nights = List.of();
    private volatile Instant readAt = Instant.MIN;

    Programme(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A night on sale.
     *
     * @param id of its event
     * @param clubId whose it is
     * @param currency of the club
     * @param capacity tables in use
     * @param start of the night
     * @param end of the night
     */
    record Night(long id, long clubId, String currency, int capacity, Instant start, Instant end) {

        boolean isRunning(Instant now) {
            return !start.isAfter(now) && end.isAfter(now);
        }

        /** The share of tables beyond which guests make room for others instead of coming in. */
        double mostTaken(Instant now) {
            double daysAhead = Math.max(0, Duration.between(now, start).toMinutes() / 1440.0);
            return isRunning(now) ? 0.92 : Math.max(0.2, 0.82 - 0.09 * daysAhead);
        }
    }

    List<Night> nights() throws SQLException {
        boolean isOld = readAt.isBefore(clock.instant().minus(GOOD_FOR));
        // One reads it again; the others go on with what they know, unless they know nothing.
        if (isOld && nights.isEmpty()) {
            refresh();
        } else if (isOld && reading.tryLock()) {
            try {
                refresh();
            } finally {
                reading.unlock();
            }
        }
        return nights;
    }

    /** Reads it again, after a night was opened or closed. */
    void refresh() throws SQLException {
        nights = database.read(
                """
                SELECT e.id, e.club_id, c.currency, e.start_utc, e.end_utc,
                       (SELECT count(*) FROM tables t WHERE t.club_id = e.club_id AND t.active) AS capacity
                  FROM events e JOIN clubs c ON c.id = e.club_id
                 WHERE e.status = 'SCHEDULED' AND e.end_utc > now()
                 ORDER BY e.start_utc, e.id
                """,
                row -> new Night(
                        row.getLong("id"),
                        row.getLong("club_id"),
                        row.getString("currency"),
                        row.getInt("capacity"),
                        row.getObject("start_utc", OffsetDateTime.class).toInstant(),
                        row.getObject("end_utc", OffsetDateTime.class).toInstant()));
        readAt = clock.instant();
    }

    Instant now() {
        return clock.instant();
    }

    /** Mostly one of tonight's, sometimes one of the coming week; null when none is on sale. */
    @Nullable
    Night any(Dice dice) throws SQLException {
        Instant soon = clock.instant().plus(SOON);
        boolean tonight = dice.chance(SHARE_OF_TONIGHT);
        List<Night> all = nights();
        List<Night> some = all.stream()
                .filter(night -> night.start().isBefore(soon) == tonight)
                .toList();
        return !some.isEmpty() ? dice.pick(some) : all.isEmpty() ? null : dice.pick(all);
    }

    /** One that has begun, or null. */
    @Nullable
    Night running(Dice dice) throws SQLException {
        Instant now = clock.instant();
        List<Night> some =
                nights().stream().filter(night -> night.isRunning(now)).toList();
        return some.isEmpty() ? null : dice.pick(some);
    }

    /** The ids of those that have begun. */
    Long[] runningIds() throws SQLException {
        Instant now = clock.instant();
        return nights().stream()
                .filter(night -> night.isRunning(now))
                .map(Night::id)
                .toArray(Long[]::new);
    }
}
