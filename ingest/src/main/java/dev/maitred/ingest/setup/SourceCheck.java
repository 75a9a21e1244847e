package dev.maitred.ingest.setup;

import dev.maitred.ingest.IngestSettings;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks before capture begins that the source has what it needs; all that is missing is told at once, with the SQL that mends it. */
public final class SourceCheck {

    /** Which of a table's columns the role may not read, or the whole of it for its schema. */
    private static final String UNREADABLE = """
            SELECT string_agg(a.attname, ', ' ORDER BY a.attnum)
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE n.nspname = ? AND c.relname = ? AND a.attname = ANY (?)
               AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_column_privilege(c.oid, a.attnum, 'SELECT'))
            """;

    private static final String HIDDEN = """
            SELECT row_security_active(c.oid)
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ? AND c.relname = ?
            """;

    /** A session's own role may read what it was last asked. */
    private static final String FOLLOWED_BY = """
            SELECT substring(a.query FROM 'publication_names"? (.*)')
              FROM pg_replication_slots s
              JOIN pg_stat_activity a ON a.pid = s.active_pid
             WHERE s.slot_name = ? AND a.query LIKE 'START_REPLICATION%'
            """;

    private SourceCheck() {}

    /** @throws SourceNotReadyException with everything that is missing */
    public static void check(Connection connection, IngestSettings settings, Mapping mapping) throws SQLException {
        check(connection, settings, mapping, isPublished(connection, settings.publication(), mapping));
    }

    /**
     * By whichever of the source's two publications holds what the mapping needs; the one of these settings before the other.
     *
     * @return its name
     * @throws SourceNotReadyException with everything that is missing
     */
    public static String checkEither(Connection connection, IngestSettings settings, Mapping mapping)
            throws SQLException {
        IngestSettings other = settings.publishedBy(settings.otherPublication());
        boolean fits = isPublished(connection, settings.publication(), mapping);
        boolean otherFits = !fits && isPublished(connection, other.publication(), mapping);
        check(connection, settings, mapping, fits || otherFits);
        return otherFits ? other.publication() : settings.publication();
    }

    /**
     * As {@link #checkEither}, where it is not known by which publication the source is captured: when neither fits, that which is
     * there already may be in force, and the other one is told.
     */
    public static String checkAny(Connection connection, IngestSettings settings, Mapping mapping) throws SQLException {
        return checkEither(connection, settings.publishedBy(toBeMade(connection, settings)), mapping);
    }

    /** The publication that can be made or replaced without ending one that may be in force. */
    public static String toBeMade(Connection connection, IngestSettings settings) throws SQLException {
        String inForce = inForce(connection, settings);
        if (inForce != null) {
            return inForce.equals(settings.publication()) ? settings.otherPublication() : settings.publication();
        }
        boolean inUse =
                is(connection, "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?", settings.replicationSlot());
        boolean there = is(connection, "SELECT 1 FROM pg_publication WHERE pubname = ?", settings.publication());
        return inUse && there ? settings.otherPublication() : settings.publication();
    }

    /** By which of the two the source is followed now, as its reader asked the server; null: nobody follows it. */
    private static @Nullable String inForce(Connection connection, IngestSettings settings) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FOLLOWED_BY)) {
            query.setString(1, settings.replicationSlot());
            try (ResultSet rows = query.executeQuery()) {
                String asked = rows.next() ? rows.getString(1) : null;
                return asked == null
                        ? null
                        : Stream.of(settings.publication(), settings.otherPublication())
                                .filter(name ->
                                        asked.matches("(?s).*[^A-Za-z0-9_]" + Pattern.quote(name) + "[^A-Za-z0-9_].*"))
                                .findFirst()
                                .orElse(null);
            }
        }
    }

    /** Whether there is a publication of the name, whatever it holds. */
    public static boolean isThere(Connection connection, IngestSettings settings) throws SQLException {
        return is(connection, "SELECT 1 FROM pg_publication WHERE pubname = ?", settings.publication());
    }

    private static boolean is(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void check(Connection connection, IngestSettings settings, Mapping mapping, boolean isPublished)
            throws SQLException {
        List<String> missing = new ArrayList<>(server(connection, settings.database()));
        missing.addAll(ReplicaIdentity.faults(connection, mapping));
        privileges(connection, settings, mapping, missing);
        if (!isPublished) {
            missing.add("the publication " + settings.publication() + " does not hold exactly the mapped columns: "
                    + String.join(
                            "; ",
                            SourceSetup.statements(
                                    settings, mapping, settings.database().user(), isThere(connection, settings))));
        }
        hidden(connection, settings, mapping).ifPresent(missing::add);
        StandingSlot.find(connection, settings).flatMap(StandingSlot::refusal).ifPresent(missing::add);
        if (!missing.isEmpty()) {
            throw new SourceNotReadyException(settings.database(), missing);
        }
    }

    /** What the server and the role lack whatever the mapping says; empty when nothing. */
    public static List<String> server(Connection connection, SourceDatabase database) throws SQLException {
        List<String> missing = new ArrayList<>();
        String walLevel = one(connection, "SHOW wal_level");
        if (!"logical".equals(walLevel)) {
            missing.add("wal_level is " + walLevel
                    + ", expected logical: ALTER SYSTEM SET wal_level = 'logical'; then restart PostgreSQL");
        }
        if (!"true"
                .equals(one(
                        connection,
                        "SELECT (rolreplication OR rolsuper)::text FROM pg_roles WHERE rolname = current_user"))) {
            missing.add("the role may not replicate: ALTER ROLE " + TableName.quoted(database.user()) + " REPLICATION");
        }
        return missing;
    }

    private static void privileges(
            Connection connection, IngestSettings settings, Mapping mapping, List<String> missing) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(UNREADABLE)) {
            for (MappedTable table : mapping.tables()) {
                query.setString(1, table.name().schema());
                query.setString(2, table.name().name());
                query.setArray(
                        3,
                        connection.createArrayOf(
                                "text",
                                table.layout().columns().stream()
                                        .map(Column::name)
                                        .toArray()));
                try (ResultSet row = query.executeQuery()) {
                    if (row.next() && row.getString(1) != null) {
                        missing.add("the role may not read " + row.getString(1) + " of " + table.name() + ": "
                                + String.join(
                                        "; ",
                                        SourceSetup.grants(
                                                table, settings.database().user())));
                    }
                }
            }
        }
    }

    /** Tables whose policies would hide rows from a read, though the log tells them. */
    private static Optional<String> hidden(Connection connection, IngestSettings settings, Mapping mapping)
            throws SQLException {
        List<String> tables = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(HIDDEN)) {
            for (MappedTable table : mapping.tables()) {
                query.setString(1, table.name().schema());
                query.setString(2, table.name().name());
                try (ResultSet row = query.executeQuery()) {
                    if (row.next() && row.getBoolean(1)) {
                        tables.add(table.name().toString());
                    }
                }
            }
        }
        return tables.isEmpty()
                ? Optional.empty()
                : Optional.of("row-level security would hide rows of " + String.join(", ", tables)
                        + " from the role: ALTER ROLE "
                        + TableName.quoted(settings.database().user()) + " BYPASSRLS");
    }

    private static boolean isPublished(Connection connection, String publication, Mapping mapping) throws SQLException {
        Map<TableName, Set<String>> published = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT schemaname, tablename, attnames::text[] FROM pg_publication_tables WHERE pubname = ?")) {
            query.setString(1, publication);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    published.put(
                            new TableName(rows.getString(1), rows.getString(2)), new HashSet<>(Arrays.asList((String[])
                                    rows.getArray(3).getArray())));
                }
            }
        }
        boolean right = published
                .keySet()
                .equals(new HashSet<>(
                        mapping.tables().stream().map(MappedTable::name).toList()));
        for (MappedTable table : mapping.tables()) {
            Set<String> columns = new HashSet<>(
                    table.layout().columns().stream().map(Column::name).toList());
            right &= columns.equals(published.getOrDefault(table.name(), Set.of()));
        }
        return right;
    }

    private static String one(Connection connection, String sql) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            return rows.next() ? rows.getString(1) : "";
        }
    }
}
