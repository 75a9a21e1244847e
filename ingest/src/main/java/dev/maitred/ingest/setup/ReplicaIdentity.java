package dev.maitred.ingest.setup;

import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * By what PostgreSQL tells in its log which row was changed or deleted. It has to be the primary key: by that rows are known, and where
 * it is another, PostgreSQL refuses the application's own UPDATE and DELETE once the table is published by columns that lack a part of it.
 */
final class ReplicaIdentity {

    private static final String OTHERS = """
            SELECT n.nspname, c.relname,
                   CASE c.relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'an index that is not the primary key''s' END
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND c.relreplident <> 'd'
               AND NOT EXISTS (SELECT 1 FROM pg_index i
                                WHERE i.indrelid = c.oid AND c.relreplident = 'i' AND i.indisreplident AND i.indisprimary)
               AND EXISTS (SELECT 1 FROM pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace
                            WHERE s.nspname = ? AND t.relname = ?
                              AND (t.oid = c.oid OR c.oid IN (SELECT p.relid FROM pg_partition_tree(t.oid) p)))
             ORDER BY 1, 2
            """;

    private ReplicaIdentity() {}

    /** What is wrong and what mends it, by table or partition; empty when nothing is. */
    static List<String> faults(Connection connection, Mapping mapping) throws SQLException {
        List<String> faults = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(OTHERS)) {
            for (MappedTable table : mapping.tables()) {
                query.setString(1, table.name().schema());
                query.setString(2, table.name().name());
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        TableName name = new TableName(rows.getString(1), rows.getString(2));
                        faults.add("the replica identity of " + name + " is " + rows.getString(3)
                                + ", expected the primary key, before anything is published: PostgreSQL would refuse the application's"
                                + " own UPDATE and DELETE of it. If no other reader of the log needs it: ALTER TABLE "
                                + name.quoted() + " REPLICA IDENTITY DEFAULT");
                    }
                }
            }
        }
        return faults;
    }
}
