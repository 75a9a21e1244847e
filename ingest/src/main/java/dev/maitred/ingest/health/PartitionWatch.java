package dev.maitred.ingest.health;

import dev.maitred.ingest.resync.ResyncRequests;
import dev.maitred.ingest.resync.Scope;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a mapped table has lost, gained or emptied a partition. PostgreSQL sends nothing of it through a publication that names
 * the root, neither for {@code ATTACH} and {@code DETACH} nor for the {@code TRUNCATE} of one partition, so the table is read again.
 */
public final class PartitionWatch implements ReplicationSlotWatch.Look {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWatch.class);

    /** A partition that is emptied or rewritten gets another file. */
    private static final String QUESTION = """
            SELECT n.nspname, c.relname,
                   string_agg(part.relid::oid || ':' || pg_relation_filenode(part.relid), ',' ORDER BY part.relid::oid)
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              CROSS JOIN LATERAL pg_partition_tree(c.oid) AS part
             WHERE c.relkind = 'p' AND part.isleaf AND n.nspname || '.' || c.relname = ANY (?)
             GROUP BY n.nspname, c.relname
            """;

    private final ResyncRequests requests;
    private final String[] tables;
    private @Nullable Map<TableName, String> known;

    public PartitionWatch(Mapping mapping, ResyncRequests requests) {
        this.requests = requests;
        this.tables = mapping.tables().stream()
                .map(MappedTable::name)
                .map(name -> name.schema() + "." + name.name())
                .toArray(String[]::new);
    }

    @Override
    public void look(Connection connection) throws SQLException {
        Map<TableName, String> now = new HashMap<>();
        try (PreparedStatement question = connection.prepareStatement(QUESTION)) {
            question.setArray(1, connection.createArrayOf("text", tables));
            try (ResultSet rows = question.executeQuery()) {
                while (rows.next()) {
                    now.put(new TableName(rows.getString(1), rows.getString(2)), rows.getString(3));
                }
            }
        }
        Map<TableName, String> before = known;
        known = now;
        if (before == null) {
            return;
        }
        now.forEach((table, partitions) -> {
            if (!partitions.equals(before.getOrDefault(table, partitions))) {
                LOG.info("The partitions of {} are others now; it is read again", table);
                if (!requests.askFor(Scope.ofTables(Set.of(table)))) {
                    // Asked again at the next look, when perhaps fewer wait.
                    now.put(table, before.getOrDefault(table, ""));
                }
            }
        });
    }
}
