package dev.maitred.ingest.setup;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.publish.StoredOffset;
import dev.maitred.ingest.publish.StoredSnapshot;
import dev.maitred.ingest.publish.StoredSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which life of the source this is. When the database is not the one known (another system identifier or timeline), its replication
 * slot is gone, or its publication is not the one that all was decoded by, what was streamed cannot be continued: a new incarnation
 * begins with a snapshot, and everything of it comes after everything of the one before.
 *
 * @param offset where to store from
 * @param resumes whether streaming goes on where it ended; else a snapshot comes first
 * @param snapshot that was begun and is not whole yet; null: none
 */
public record Incarnation(
        StoredOffset offset, boolean resumes, @Nullable StoredSnapshot snapshot) {

    private static final Logger LOG = LoggerFactory.getLogger(Incarnation.class);

    /**
     * Decides it, and drops a replication slot that a snapshot could not begin at.
     *
     * @param unreadable the incarnation whose log cannot be read on; 0: none
     * @param anew why it cannot be gone on with whatever the database says; null: it can
     */
    public static Incarnation of(
            Connection connection, IngestSettings settings, StoredSource stored, int unreadable, @Nullable String anew)
            throws SQLException {
        String systemIdentifier;
        int timeline;
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT (SELECT system_identifier::text FROM pg_control_system()), "
                                + "(SELECT timeline_id FROM pg_control_checkpoint())")) {
            row.next();
            systemIdentifier = row.getString(1);
            timeline = row.getInt(2);
        }
        String publication = Publication.life(connection, settings.publication());
        StandingSlot slot = StandingSlot.find(connection, settings).orElse(null);
        StoredOffset known = stored.offset();
        if (known != null) {
            StoredSnapshot begun =
                    stored.snapshot() != null && stored.snapshot().incarnation() == known.incarnation()
                            ? stored.snapshot()
                            : null;
            boolean resumes = !known.lsn().equals(Lsn.ZERO);
            Lsn from = resumes || begun == null ? known.lsn() : begun.begin();
            String broken;
            if (!resumes && begun == null) {
                broken = "its snapshot was not begun";
            } else if (slot == null) {
                broken = "the replication slot " + settings.replicationSlot() + " is gone";
            } else if (slot.isLost()) {
                broken = lost(slot);
            } else if (!known.systemIdentifier().equals(systemIdentifier) || known.timeline() != timeline) {
                broken = settings.database() + " is not the database known before (system identifier or timeline)";
            } else if (!known.publication().equals(publication)) {
                broken = "the publication " + settings.publication()
                        + " was dropped or altered since, and changes may have passed it by";
            } else if (known.incarnation() == unreadable) {
                broken = "its log holds rows of tables as they are no more";
            } else if (from.isBefore(slot.confirmed())) {
                broken = advanced(slot, from);
            } else {
                broken = anew;
            }
            if (broken == null) {
                return new Incarnation(known, resumes, begun);
            }
            LOG.warn("A new incarnation of {} begins with a snapshot: {}", settings.source(), broken);
        }
        if (slot != null) {
            drop(connection, settings.replicationSlot());
        }
        int incarnation = known == null ? 1 : known.incarnation() + 1;
        return new Incarnation(
                new StoredOffset(incarnation, systemIdentifier, timeline, publication, Lsn.ZERO), false, null);
    }

    private static String advanced(StandingSlot slot, Lsn known) {
        return "the replication slot " + slot.name() + " was advanced to " + slot.confirmed()
                + " by somebody else, and what changed since " + known
                + " is not sent any more. Let nobody else read or advance it";
    }

    private static String lost(StandingSlot slot) {
        return "the replication slot " + slot.name()
                + " is lost: PostgreSQL kept its log for as long as max_slot_wal_keep_size lets it. Let it keep more than is written in"
                + " the longest time that ingest may be away";
    }

    private static void drop(Connection connection, String slot) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
            query.setString(1, slot);
            query.execute();
        }
    }
}
