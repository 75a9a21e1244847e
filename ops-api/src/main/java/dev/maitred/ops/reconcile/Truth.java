package dev.maitred.ops.reconcile;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Topics;
import dev.maitred.ops.boards.BoardEntry;
import dev.maitred.ops.reconcile.Reconciliation.Difference;
import dev.maitred.streams.venue.BoardKeys;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Compares boards with counts that were written independently of the mapping. */
final class Truth {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JUDGE = "truth";

    /** The truth's columns, and where a board says the same. */
    private static final Map<String, String> FIELDS = Map.ofEntries(
            Map.entry("capacity", "/capacity"),
            Map.entry("free", "/free"),
            Map.entry("held", "/held"),
            Map.entry("taken", "/taken"),
            Map.entry("seated", "/seated"),
            Map.entry("blocked", "/blocked"),
            Map.entry("overbooked", "/overbooked"),
            Map.entry("conflicts", "/conflicts"),
            Map.entry("no_shows", "/noShows"),
            Map.entry("cancelled", "/cancelled"),
            Map.entry("check_ins", "/checkIns/people"),
            Map.entry("rejected", "/checkIns/rejected"),
            Map.entry("open_sessions", "/sessions/open"));

    private Truth() {}

    /** @return how many slots were compared */
    static int compare(
            String sql, Connection snapshot, int partition, Recorder.Stand stand, List<Difference> differences)
            throws SQLException {
        if (!stand.asOf().isKnown()) {
            return 0;
        }
        try (PreparedStatement now = snapshot.prepareStatement("SELECT set_config('maitred.now', ?, true)")) {
            now.setString(1, Micros.instant(stand.asOf().clockMicros()).toString());
            now.execute();
        }
        Set<String> seen = new HashSet<>();
        try (PreparedStatement query = snapshot.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String venue = rows.getString("venue");
                if (Topics.partitionOf(venue) == partition) {
                    String key = BoardKeys.board(venue, rows.getString("slot"));
                    seen.add(key);
                    compare(key, stand.boards().get(key), rows, differences);
                }
            }
        }
        stand.boards().keySet().stream()
                .filter(key -> !seen.contains(key))
                .forEach(key -> differences.add(new Difference(key, "board", "present", "absent", JUDGE)));
        return seen.size();
    }

    private static void compare(String key, @Nullable BoardEntry live, ResultSet row, List<Difference> differences)
            throws SQLException {
        if (live == null) {
            differences.add(new Difference(key, "board", "absent", "present", JUDGE));
            return;
        }
        JsonNode board = JSON.readTree(live.whole());
        for (Map.Entry<String, String> field : FIELDS.entrySet()) {
            long database = row.getLong(field.getKey());
            JsonNode said = board.at(field.getValue());
            if (!said.isNumber() || said.longValue() != database) {
                differences.add(new Difference(key, field.getKey(), said.toString(), Long.toString(database), JUDGE));
            }
        }
        long deposits = 0;
        for (JsonNode each : board.path("deposits")) {
            deposits += each.path("minor").longValue();
        }
        if (deposits != row.getLong("deposits_minor")) {
            differences.add(new Difference(
                    key,
                    "deposits_minor",
                    Long.toString(deposits),
                    Long.toString(row.getLong("deposits_minor")),
                    JUDGE));
        }
    }
}
