package dev.maitred.ops.reconcile;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Topics;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Watermark;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceRows;
import dev.maitred.ops.boards.BoardEntry;
import dev.maitred.ops.reconcile.Reconciliation.Difference;
import dev.maitred.ops.reconcile.Reconciliation.Unmapped;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.fold.Published;
import dev.maitred.streams.venue.BoardKeys;
import dev.maitred.streams.venue.VenueFold;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The boards as they follow from the database's rows, by the same mapping and the same fold. */
final class DatabaseBoards {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JUDGE = "mapped rows";
    private static final int EXAMPLES = 20;

    private final String source;
    private final Lsn lsn;
    private final Map<Integer, VenueFold> folds = new HashMap<>();
    private final List<Unmapped> examples = new ArrayList<>();
    private long rows;
    private long unmapped;

    private DatabaseBoards(String source, Lsn lsn) {
        this.source = source;
        this.lsn = lsn;
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            folds.put(partition, new VenueFold());
        }
    }

    static DatabaseBoards read(Mapping mapping, ConsistentRead read) throws SQLException {
        DatabaseBoards boards = new DatabaseBoards(mapping.source(), read.lsn());
        Position position = new Position(1, read.lsn(), 0);
        new SourceRows(mapping).read(read.connection(), new SourceRows.Visitor() {
            @Override
            public void row(ChangeKey key, Change change) {
                if (Topics.changesOf(key.entity()) == Topics.VENUE_CHANGES) {
                    boards.rows++;
                    boards.put(key, new FoldedRow(position, change));
                }
            }

            @Override
            public void unmappable(TableName table, String primaryKey, String reason) {
                boards.unmapped++;
                if (boards.examples.size() < EXAMPLES) {
                    boards.examples.add(new Unmapped(table.shortName(), primaryKey, reason));
                }
            }
        });
        return boards;
    }

    /** A reservation that has no venue may have members in any partition. */
    private void put(ChangeKey key, FoldedRow row) {
        if (key.isOfNoVenue()) {
            folds.values().forEach(fold -> fold.put(key, row));
        } else {
            fold(Topics.partitionOf(key.owner())).put(key, row);
        }
    }

    long rows() {
        return rows;
    }

    long unmapped() {
        return unmapped;
    }

    List<Unmapped> examples() {
        return examples;
    }

    /** @return how many boards were compared */
    int compare(int partition, Recorder.Stand stand, List<Difference> differences) {
        VenueFold fold = fold(partition);
        Position position = new Position(1, lsn, 0);
        fold.put(
                new ChangeKey("", Entity.WATERMARK, source, ""),
                new FoldedRow(
                        position, new Watermark(source, 1, lsn, stand.asOf().clockMicros())));
        fold.put(
                new ChangeKey("", Entity.MARK, source, "end"),
                new FoldedRow(position, new Mark(source, "", List.of(), 1, lsn, true)));
        fold.touchAll();
        Map<String, JsonNode> database = new HashMap<>();
        for (Published each : fold.publish(source)) {
            if (each.value() != null && !BoardKeys.isVenue(each.key())) {
                database.put(each.key(), JSON.readTree(each.value()));
            }
        }
        Set<String> keys = new TreeSet<>(database.keySet());
        keys.addAll(stand.boards().keySet());
        for (String key : keys) {
            BoardEntry live = stand.boards().get(key);
            JsonNode row = database.get(key);
            if (live == null || row == null) {
                differences.add(new Difference(
                        key, "board", live == null ? "absent" : "present", row == null ? "absent" : "present", JUDGE));
            } else {
                fields(key, JSON.readTree(live.whole()), row, differences);
            }
        }
        return keys.size();
    }

    private static void fields(String key, JsonNode live, JsonNode database, List<Difference> differences) {
        database.propertyNames().forEach(field -> {
            // The version says how a board came about, not what it is.
            if (!field.equals("version") && !database.get(field).equals(live.get(field))) {
                differences.add(new Difference(
                        key,
                        field,
                        String.valueOf(live.get(field)),
                        database.get(field).toString(),
                        JUDGE));
            }
        });
    }

    private VenueFold fold(int partition) {
        return java.util.Objects.requireNonNull(folds.get(partition));
    }
}
