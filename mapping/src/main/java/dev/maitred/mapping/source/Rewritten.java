package dev.maitred.mapping.source;

import dev.maitred.mapping.catalogue.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Whether a table was rewritten since a snapshot was taken: to those who read by that, it is empty then (PostgreSQL's MVCC caveats). In
 * the snapshot's eyes it has the file that it had; a function tells the file that it has.
 */
public final class Rewritten {

    private static final String QUESTION = """
            SELECT 1
              FROM pg_class c
             WHERE c.relfilenode <> 0 AND c.relfilenode <> pg_relation_filenode(c.oid)
               AND EXISTS (SELECT 1 FROM pg_class t JOIN pg_namespace s ON s.oid = t.relnamespace
                            WHERE s.nspname = ? AND t.relname = ?
                              AND (t.oid = c.oid OR c.oid IN (SELECT p.relid FROM pg_partition_tree(t.oid) p)))
            """;

    private Rewritten() {}

    /**
     * To be asked when the table has been read: from then on it is locked against that.
     *
     * @param connection in the transaction that reads by a snapshot
     * @throws SQLException when it was, as well
     */
    public static void refuse(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUESTION)) {
            query.setString(1, table.schema());
            query.setString(2, table.name());
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                    throw new SQLException("The table " + table
                            + " was rewritten (ALTER TABLE, TRUNCATE, CLUSTER or VACUUM FULL) after the moment that it is read as of, and"
                            + " cannot be read as of that any more; what reads it begins again");
                }
            }
        }
    }
}
