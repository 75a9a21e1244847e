package dev.maitred.ingest.setup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Which life of the publication this is. PostgreSQL decodes each change by the publication as it was then: one that was away, or said
 * less for a while, has let changes pass that nobody will send again, however right it looks afterwards.
 */
public final class Publication {

    /** Asked with the publication's name, of any role. Each part is a new one after whatever could have hidden a change: dropping, altering, taking a table or column out. */
    public static final String LIFE = """
            SELECT p.oid || ':' || p.xmin || ':'
                   || coalesce((SELECT string_agg(r.oid::text, ',' ORDER BY r.oid)
                                  FROM pg_publication_rel r
                                 WHERE r.prpubid = p.oid), '')
              FROM pg_publication p
             WHERE p.pubname = ?
            """;

    /** The life of a publication that is not there. */
    public static final String ABSENT = "";

    private Publication() {}

    /** Compared and nothing else; {@link #ABSENT} when there is none of that name. Any role may ask. */
    public static String life(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(LIFE)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : ABSENT;
            }
        }
    }
}
