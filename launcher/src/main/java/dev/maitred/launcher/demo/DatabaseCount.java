package dev.maitred.launcher.demo;

import dev.maitred.mapping.source.Bounds;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts a night in the booking database at exactly one LSN, by the pack's own query, which knows nothing of the platform. */
final class DatabaseCount {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> NAMES =
            List.of("capacity", "free", "held", "taken", "seated", "blocked", "overbooked", "conflicts");

    private final SourceDatabase database;
    private final String truthSql;

    DatabaseCount(SourceDatabase database, String truthSql) {
        this.database = database;
        this.truthSql = truthSql;
    }

    /**
     * @param counts by name; taken includes seated, as on a board
     * @param lsn every transaction that committed up to here was counted, and no other
     * @param at the database's clock: holds that expire later count as held
     */
    record Counted(Map<String, Long> counts, String lsn, Instant at) {}

    /** @throws Refusal 404 when the database has no such night, 503 when it could not be read at one LSN in time */
    Counted count(String venue, String slot) throws SQLException {
        try (ConsistentRead read = open()) {
            Instant at = now(read.connection());
            try (PreparedStatement query = read.connection()
                    .prepareStatement("SELECT * FROM (" + truthSql + ") AS truth WHERE venue = ? AND slot = ?")) {
                query.setString(1, venue);
                query.setString(2, slot);
                try (ResultSet row = query.executeQuery()) {
                    if (!row.next()) {
                        throw Refusal.notFound("The database has no open night " + slot + " of " + venue
                                + ". GET /api/v1/venues/" + venue + "/slots lists them.");
                    }
                    Map<String, Long> counts = new LinkedHashMap<>();
                    for (String name : NAMES) {
                        counts.put(name, row.getLong(name));
                    }
                    return new Counted(counts, read.lsn().toString(), at);
                }
            }
        }
    }

    private ConsistentRead open() {
        try {
            return ConsistentRead.open(database, PATIENCE, Bounds.QUICK);
        } catch (SQLException e) {
            throw Refusal.unavailable("The database could not be read at one LSN: " + SourceDatabase.explain(e));
        }
    }

    /** Reads the clock and lets the query judge expiries by it. */
    private static Instant now(Connection connection) throws SQLException {
        try (PreparedStatement clock = connection.prepareStatement(
                        "SELECT at, set_config('maitred.now', at::text, true) FROM clock_timestamp() AS at");
                ResultSet row = clock.executeQuery()) {
            row.next();
            return row.getObject("at", OffsetDateTime.class).toInstant();
        }
    }
}
