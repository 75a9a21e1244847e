package dev.maitred.ingest.setup;

import dev.maitred.mapping.Mapping.MappedTable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import tools.jackson.databind.json.JsonMapper;

/** About how many rows tables have, without reading them: what PostgreSQL's planner takes for granted. */
public final class RowEstimate {

    private static final JsonMapper JSON = new JsonMapper();

    private RowEstimate() {}

    /** Of all of them together; the planner knows sizes of files, so it is right within a factor of a few even for tables never analysed. */
    public static long of(Connection connection, Collection<MappedTable> tables) throws SQLException {
        long rows = 0;
        try (Statement statement = connection.createStatement()) {
            for (MappedTable table : tables) {
                try (ResultSet plan = statement.executeQuery(
                        "EXPLAIN (FORMAT JSON) SELECT FROM " + table.name().quoted())) {
                    plan.next();
                    rows += JSON.readTree(plan.getString(1))
                            .path(0)
                            .path("Plan")
                            .path("Plan Rows")
                            .asLong(0);
                }
            }
        }
        return rows;
    }
}
