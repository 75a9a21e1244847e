package dev.maitred.mapping.source;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.change.Change;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.OrphanException;
import dev.maitred.mapping.rule.Parents;
import dev.maitred.mapping.rule.RowContext;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.rule.UnmappableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All mapped rows of a source, through the same rules as change data capture, in the order parents first. */
public final class SourceRows {

    private final Mapping mapping;
    private final Map<TableName, Map<String, @Nullable Object[]>> remembered = new HashMap<>();

    public SourceRows(Mapping mapping) {
        this.mapping = mapping;
    }

    /** What is told of every row. */
    public interface Visitor {

        void row(ChangeKey key, Change change);

        /** A row that its rule cannot read. */
        void unmappable(TableName table, String primaryKey, String reason);
    }

    /** @param connection in a transaction, so that rows are fetched in portions */
    public void read(Connection connection, Visitor visitor) throws SQLException {
        for (MappedTable table : mapping.tables()) {
            read(connection, table, visitor);
        }
    }

    private void read(Connection connection, MappedTable table, Visitor visitor) throws SQLException {
        Parents parents =
                (parent, key) -> remembered.getOrDefault(parent, Map.of()).get(key);
        TableRows.<RuntimeException>read(connection, table, new TableRows.Visitor<>() {
            @Override
            public void row(@Nullable Object[] values) {
                remember(table, values);
                for (Rule rule : table.rules()) {
                    map(table, rule, new RowContext(values, parents), visitor);
                }
            }

            @Override
            public void unreadable(String primaryKey, String reason) {
                visitor.unmappable(table.name(), primaryKey, reason);
            }
        });
    }

    private void remember(MappedTable table, @Nullable Object[] values) {
        if (table.layout().isLookedUp()) {
            Map<String, @Nullable Object[]> rows = remembered.computeIfAbsent(table.name(), any -> new HashMap<>());
            @Nullable Object[] kept = table.layout().rememberedOf(values);
            rows.put(table.layout().primaryKey(values), kept);
            table.layout().aliases(kept).forEach(alias -> rows.put(alias, kept));
        }
    }

    private static void map(MappedTable table, Rule rule, RowContext row, Visitor visitor) {
        String primaryKey = table.layout().primaryKey(row.values());
        try {
            Rule.Result result = rule.apply(row);
            if (result.change() != null) {
                visitor.row(new ChangeKey(result.owner(), rule.entity(), rule.name(), primaryKey), result.change());
            }
        } catch (UnmappableException | OrphanException e) {
            visitor.unmappable(table.name(), primaryKey, String.valueOf(e.getMessage()));
        }
    }
}
