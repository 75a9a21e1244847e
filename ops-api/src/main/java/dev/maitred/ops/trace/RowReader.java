package dev.maitred.ops.trace;

import dev.maitred.contract.Lsn;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.Column;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.rule.OrphanException;
import dev.maitred.mapping.rule.RowContext;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.rule.UnmappableException;
import dev.maitred.mapping.source.Bounds;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.RowValues;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.SourceSettings;
import dev.maitred.ops.problems.Problem;
import dev.maitred.ops.trace.RowNow.Outcome;
import dev.maitred.ops.trace.RowNow.State;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one row by its primary key, only its mapped columns, and asks the rules what they make of it. */
final class RowReader {

    private static final Logger LOG = LoggerFactory.getLogger(RowReader.class);

    /** How long those who are writing may hold up a reading at exactly one LSN; then it is read at about one. */
    private static final Duration EXACT_PATIENCE = Duration.ofSeconds(3);

    /** Classes of SQL states. */
    private static final String CONNECTION_FAILURES = "08";

    private static final String DATA_FAILURES = "22";

    private RowReader() {}

    /** @throws Problem 400 when the key is none of that table */
    static RowNow read(SourceSettings source, TableName table, String key) {
        SourceDatabase database =
                new SourceDatabase(source.host(), source.port(), source.database(), source.user(), source.password());
        try {
            Mapping mapping;
            try (Connection catalogue = database.connect(Bounds.QUICK)) {
                mapping = Mapping.compile(source.mapping(), PostgresCatalogue.read(catalogue), source.salt());
            }
            MappedTable mapped = mapping.table(table).orElseThrow();
            PrimaryKey primaryKey = PrimaryKey.parse(mapped.layout().table(), key);
            try (ConsistentRead read = ConsistentRead.open(database, EXACT_PATIENCE, Bounds.QUICK)) {
                return row(read.connection(), mapping, mapped, primaryKey, read.lsn(), true);
            } catch (SQLException e) {
                if (String.valueOf(e.getSQLState()).startsWith(CONNECTION_FAILURES)) {
                    throw e;
                }
                LOG.debug("{} is not read at exactly one LSN", source.name(), e);
                return about(database, mapping, mapped, primaryKey);
            }
        } catch (MappingException e) {
            return RowNow.unread(
                    key,
                    "its database is no longer what its mapping expects. ./maitred check says what mends it. "
                            + e.getMessage());
        } catch (SQLException e) {
            return RowNow.unread(key, SourceDatabase.explain(e));
        }
    }

    private static RowNow about(SourceDatabase database, Mapping mapping, MappedTable table, PrimaryKey key)
            throws SQLException {
        try (Connection connection = database.connect(Bounds.QUICK);
                Statement statement = connection.createStatement()) {
            Lsn lsn;
            try (ResultSet now = statement.executeQuery("SELECT pg_current_wal_lsn()::text")) {
                now.next();
                lsn = Lsn.parse(now.getString(1));
            }
            connection.setAutoCommit(false);
            statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
            statement.execute("SET LOCAL TimeZone = 'UTC'");
            return row(connection, mapping, table, key, lsn, false);
        }
    }

    private static RowNow row(
            Connection connection, Mapping mapping, MappedTable table, PrimaryKey key, Lsn lsn, boolean exact)
            throws SQLException {
        Map<String, Outcome> outcomes = new HashMap<>();
        Map<String, String> owners = owners(table, key);
        try {
            @Nullable Object[] values = own(connection, table, key);
            if (values == null) {
                return new RowNow(State.ABSENT, key.text(), lsn, exact, owners, Map.of(), null);
            }
            ParentRows parents = new ParentRows(connection, mapping);
            for (Rule rule : table.rules()) {
                Outcome outcome = outcome(rule, new RowContext(values, parents));
                parents.throwIfFailed();
                outcomes.put(rule.name(), outcome);
                switch (outcome) {
                    case Outcome.Becomes its -> owners.put(rule.name(), its.owner());
                    case Outcome.LeftOut its -> owners.put(rule.name(), its.owner());
                    case Outcome.Waits its -> {}
                    case Outcome.Unmappable its -> {}
                }
            }
            return new RowNow(State.THERE, table.layout().primaryKey(values), lsn, exact, owners, outcomes, null);
        } catch (UnmappableException e) {
            table.rules()
                    .forEach(rule -> outcomes.put(rule.name(), new Outcome.Unmappable(String.valueOf(e.getMessage()))));
            return new RowNow(State.THERE, key.text(), lsn, exact, owners, outcomes, null);
        }
    }

    private static @Nullable Object @Nullable [] own(Connection connection, MappedTable table, PrimaryKey key)
            throws SQLException {
        try {
            return row(connection, table, key.columns(), key.values());
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith(DATA_FAILURES)) {
                throw Problem.badRequest("row: what was typed is no primary key of "
                        + table.name().shortName() + " (" + String.join(",", key.columns()) + "): "
                        + SourceDatabase.explain(e));
            }
            throw e;
        }
    }

    /** Of the rules that need no more than the primary key to tell. */
    private static Map<String, String> owners(MappedTable table, PrimaryKey key) {
        @Nullable Object[] values = new Object[table.layout().columns().size()];
        for (int i = 0; i < key.values().size(); i++) {
            values[i] =
                    table.layout().columns().get(i).type().parse(key.values().get(i));
        }
        Map<String, String> owners = new HashMap<>();
        for (Rule rule : table.rules()) {
            if (rule.ownerInPrimaryKey()) {
                try {
                    owners.put(rule.name(), rule.ownerOf(new RowContext(values, (parent, parentKey) -> null)));
                } catch (UnmappableException | OrphanException e) {
                    LOG.debug("Rule {} does not tell the owner of {}", rule.name(), key.text(), e);
                }
            }
        }
        return owners;
    }

    private static Outcome outcome(Rule rule, RowContext row) {
        try {
            Rule.Result result = rule.apply(row);
            return result.change() == null
                    ? new Outcome.LeftOut(result.owner())
                    : new Outcome.Becomes(result.owner(), result.change());
        } catch (OrphanException e) {
            return new Outcome.Waits(e.parent().shortName(), e.parentKey());
        } catch (UnmappableException e) {
            return new Outcome.Unmappable(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The mapped columns of the row that has these values in these columns; null when there is none.
     *
     * @param columns of a primary or unique key
     * @param values as text: the server reads each as its column's own type
     */
    static @Nullable Object @Nullable [] row(
            Connection connection, MappedTable table, List<String> columns, List<String> values) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ");
        String separator = "";
        for (Column column : table.layout().columns()) {
            sql.append(separator).append(TableName.quoted(column.name()));
            separator = ", ";
        }
        sql.append(" FROM ").append(table.name().quoted());
        separator = " WHERE ";
        for (String column : columns) {
            sql.append(separator).append(TableName.quoted(column)).append(" = ?");
            separator = " AND ";
        }
        try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i), java.sql.Types.OTHER);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? RowValues.read(row, table.layout().columns()) : null;
            }
        }
    }
}
