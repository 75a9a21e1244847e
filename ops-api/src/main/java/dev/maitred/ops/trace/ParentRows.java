package dev.maitred.ops.trace;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.Parents;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parents as they are in the database, each read when a rule asks for it. */
final class ParentRows implements Parents {

    private final Connection connection;
    private final Mapping mapping;
    private final Map<String, @Nullable Object @Nullable []> read = new HashMap<>();
    private @Nullable SQLException failure;

    ParentRows(Connection connection, Mapping mapping) {
        this.connection = connection;
        this.mapping = mapping;
    }

    @Override
    public @Nullable Object @Nullable [] remembered(TableName table, String key) {
        String name = table + "/" + key;
        if (!read.containsKey(name)) {
            try {
                read.put(name, look(mapping.table(table).orElseThrow(), key));
            } catch (SQLException e) {
                failure = e;
                return null;
            }
        }
        return read.get(name);
    }

    /** A rule takes whatever fails under it for the row's own fault: this one is not. */
    void throwIfFailed() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    private @Nullable Object @Nullable [] look(MappedTable parent, String key) throws SQLException {
        List<String> columns = parent.layout().table().primaryKey();
        String values = key;
        int end = key.indexOf(") ");
        if (key.startsWith("(") && end > 0) {
            List<String> named = List.of(key.substring(1, end).split(","));
            if (named.stream()
                    .allMatch(each -> parent.layout().table().column(each).isPresent())) {
                columns = named;
                values = key.substring(end + 2);
            }
        }
        @Nullable Object[] row = RowReader.row(connection, parent, columns, List.of(values.split(",", columns.size())));
        return row == null ? null : parent.layout().rememberedOf(row);
    }
}
