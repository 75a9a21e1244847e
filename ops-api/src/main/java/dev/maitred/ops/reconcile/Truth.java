package dev.maitred.ops.reconcile;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Topics;
import dev.maitred.ops.OpsSettings.TruthFile;
import dev.maitred.ops.boards.BoardEntry;
import dev.maitred.ops.reconcile.Reconciliation.Difference;
import dev.maitred.streams.venue.BoardKeys;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares boards with counts that were written independently of the mapping. Which slots there are must not depend on the
 * instant, only their counts may: a partition without a slot in one reading has none in any.
 */
final class Truth {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JUDGE = "truth";
    private static final String DEPOSITS = "deposits_minor";

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

    /** What every truth must have, in the order in which people are told. */
    static final List<String> COLUMNS = List.of(
            "venue",
            "slot",
            "capacity",
            "free",
            "held",
            "taken",
            "seated",
            "blocked",
            "overbooked",
            "conflicts",
            "no_shows",
            "cancelled",
            "check_ins",
            "rejected",
            "open_sessions",
            DEPOSITS);

    private final String source;
    private final TruthFile file;
    private final Connection snapshot;

    /** Counts by partition and board key. A reading is of all partitions, and dear: it is repeated only where it could differ. */
    private Map<Integer, Map<String, Map<String, BigDecimal>>> reading = Map.of();

    private long clockMicros = Micros.UNKNOWN;

    Truth(String source, TruthFile file, Connection snapshot) {
        this.source = source;
        this.file = file;
        this.snapshot = snapshot;
    }

    /** @return how many slots were compared */
    int compare(int partition, Recorder.Stand stand, List<Difference> differences) throws SQLException {
        if (!stand.asOf().isKnown()) {
            return 0;
        }
        Map<String, Map<String, BigDecimal>> counts = at(stand.asOf().clockMicros(), partition);
        new TreeSet<>(counts.keySet())
                .forEach(key -> compare(key, stand.boards().get(key), counts.getOrDefault(key, Map.of()), differences));
        stand.boards().keySet().stream()
                .filter(key -> !counts.containsKey(key))
                .forEach(key -> differences.add(new Difference(key, "board", "present", "absent", JUDGE)));
        return counts.size();
    }

    private Map<String, Map<String, BigDecimal>> at(long clock, int partition) throws SQLException {
        boolean read = clockMicros != Micros.UNKNOWN;
        if (!read || (clock != clockMicros && reading.containsKey(partition))) {
            reading = read(clock);
            clockMicros = clock;
        }
        return reading.getOrDefault(partition, Map.of());
    }

    private Map<Integer, Map<String, Map<String, BigDecimal>>> read(long clock) throws SQLException {
        try (PreparedStatement now = snapshot.prepareStatement("SELECT set_config('maitred.now', ?, true)")) {
            now.setString(1, Micros.instant(clock).toString());
            now.execute();
        }
        Map<Integer, Map<String, Map<String, BigDecimal>>> counts = new HashMap<>();
        try (PreparedStatement query = snapshot.prepareStatement(file.sql());
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                String venue = rows.getString("venue");
                String slot = rows.getString("slot");
                if (venue == null || slot == null) {
                    throw TruthColumns.wrong(source, file, "gives a row whose venue or slot is null");
                }
                Map<String, BigDecimal> fields = new HashMap<>();
                for (String field : FIELDS.keySet()) {
                    fields.put(field, decimal(rows, field));
                }
                fields.put(DEPOSITS, decimal(rows, DEPOSITS));
                counts.computeIfAbsent(Topics.partitionOf(venue), any -> new HashMap<>())
                        .put(BoardKeys.board(venue, slot), fields);
            }
        } catch (SQLException e) {
            throw TruthColumns.refused(source, file, e);
        }
        return counts;
    }

    private static void compare(
            String key, @Nullable BoardEntry live, Map<String, BigDecimal> database, List<Difference> differences) {
        if (live == null) {
            differences.add(new Difference(key, "board", "absent", "present", JUDGE));
            return;
        }
        JsonNode board = JSON.readTree(live.whole());
        for (Map.Entry<String, String> field : FIELDS.entrySet()) {
            BigDecimal expected = database.getOrDefault(field.getKey(), BigDecimal.ZERO);
            JsonNode said = board.at(field.getValue());
            if (!said.isNumber() || said.decimalValue().compareTo(expected) != 0) {
                differences.add(new Difference(key, field.getKey(), said.toString(), expected.toPlainString(), JUDGE));
            }
        }
        BigDecimal deposits = BigDecimal.ZERO;
        for (JsonNode each : board.path("deposits")) {
            deposits = deposits.add(each.path("minor").decimalValue());
        }
        BigDecimal expected = database.getOrDefault(DEPOSITS, BigDecimal.ZERO);
        if (deposits.compareTo(expected) != 0) {
            differences.add(new Difference(key, DEPOSITS, deposits.toPlainString(), expected.toPlainString(), JUDGE));
        }
    }

    /** Whatever number a database's sum is: one night's mistake must not end the comparison of all. */
    private static BigDecimal decimal(ResultSet rows, String field) throws SQLException {
        BigDecimal value = rows.getBigDecimal(field);
        return value == null ? BigDecimal.ZERO : value;
    }
}
