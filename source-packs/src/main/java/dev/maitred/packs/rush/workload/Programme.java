package dev.maitred.packs.rush.workload;

import dev.maitred.packs.Dice;
import dev.maitred.packs.workload.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The shows and their zones, as every instance of the application remembers them for a few seconds. */
final class Programme {

    private static final long GOOD_FOR_NANOS = Duration.ofSeconds(3).toNanos();
    private static final double SHARE_OF_THE_FIRST = 0.45;

    private final Database database;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile List<Show> shows = List.of();
    private volatile long readAtNanos;

    Programme(Database database) {
        this.database = database;
    }

    /** @param zones by id, which is the order in which all lock them */
    record Show(UUID id, String currency, boolean isAnnounced, List<Zone> zones) {}

    record Zone(UUID id, UUID show, String code, long priceMinor) {}

    /** Half of the time the one that everybody wants; null when there is none. */
    @Nullable
    Show any(Dice dice) throws SQLException {
        return pick(shows(), dice);
    }

    /** One whose sale has opened, paused or not; null when there is none. */
    @Nullable
    Show opened(Dice dice) throws SQLException {
        return pick(shows().stream().filter(show -> !show.isAnnounced()).toList(), dice);
    }

    private static @Nullable Show pick(List<Show> some, Dice dice) {
        boolean first = dice.chance(SHARE_OF_THE_FIRST);
        return some.isEmpty() ? null : first ? some.getFirst() : dice.pick(some);
    }

    private List<Show> shows() throws SQLException {
        boolean isOld = shows.isEmpty() || System.nanoTime() - readAtNanos > GOOD_FOR_NANOS;
        // One reads it again; the others go on with what they know, unless they know nothing.
        if (isOld && shows.isEmpty()) {
            refresh();
        } else if (isOld && reading.tryLock()) {
            try {
                refresh();
            } finally {
                reading.unlock();
            }
        }
        return shows;
    }

    private record Row(Show show, Zone zone) {}

    /** Reads it again, after a sale was opened or paused. */
    void refresh() throws SQLException {
        List<Row> rows = database.read("""
                SELECT s.id AS show, e.currency, s.status = 'ANNOUNCED' AS announced, z.id AS zone, z.code, z.price_minor
                  FROM shows s JOIN events e ON e.id = s.event_id JOIN zones z ON z.show_id = s.id
                 WHERE s.status IN ('ANNOUNCED', 'ON_SALE', 'PAUSED')
                 ORDER BY s.id, z.id
                """, row -> {
            UUID id = row.getObject("show", UUID.class);
            return new Row(
                    new Show(id, row.getString("currency"), row.getBoolean("announced"), List.of()),
                    new Zone(row.getObject("zone", UUID.class), id, row.getString("code"), row.getLong("price_minor")));
        });
        Map<Show, List<Zone>> byShow = new LinkedHashMap<>();
        rows.forEach(row ->
                byShow.computeIfAbsent(row.show(), any -> new ArrayList<>()).add(row.zone()));
        shows = byShow.entrySet().stream()
                .map(entry -> new Show(
                        entry.getKey().id(),
                        entry.getKey().currency(),
                        entry.getKey().isAnnounced(),
                        List.copyOf(entry.getValue())))
                .toList();
        readAtNanos = System.nanoTime();
    }
}
