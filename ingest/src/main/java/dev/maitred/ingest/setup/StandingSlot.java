package dev.maitred.ingest.setup;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.IngestSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The replication slot that stands under the source's name, whoever made it.
 *
 * @param foreign why it cannot be ingest's own; null: it can
 * @param isLost whether PostgreSQL has given up the log that it stood for
 * @param confirmed up to where nobody needs the log any more, as PostgreSQL was told
 */
record StandingSlot(String name, @Nullable String foreign, boolean isLost, Lsn confirmed) {

    private static final String QUESTION = """
            SELECT CASE WHEN slot_type <> 'logical' THEN 'it is of type ' || slot_type
                        WHEN plugin <> 'pgoutput' THEN 'its output plugin is ' || plugin
                        WHEN database <> current_database() THEN 'it is of the database ' || database END,
                   wal_status IS NOT DISTINCT FROM 'lost', coalesce(confirmed_flush_lsn, '0/0')::text
              FROM pg_replication_slots
             WHERE slot_name = ?
            """;

    static Optional<StandingSlot> find(Connection connection, IngestSettings settings) throws SQLException {
        String name = settings.replicationSlot();
        try (PreparedStatement query = connection.prepareStatement(QUESTION)) {
            query.setString(1, name);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new StandingSlot(
                                name, row.getString(1), row.getBoolean(2), Lsn.parse(row.getString(3))))
                        : Optional.empty();
            }
        }
    }

    /** What is wrong and what mends it, as {@link SourceNotReadyException#missing()} has it; nothing of another's slot is touched. */
    Optional<String> refusal() {
        return foreign == null
                ? Optional.empty()
                : Optional.of("the replication slot " + name + " was made by somebody else (" + foreign
                        + "), and ingest needs that name; if nobody needs it: SELECT pg_drop_replication_slot('" + name
                        + "')");
    }
}
