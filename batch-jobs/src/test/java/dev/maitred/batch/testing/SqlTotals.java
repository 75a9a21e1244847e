package dev.maitred.batch.testing;

import dev.maitred.batch.audit.SourceTotals;
import dev.maitred.batch.audit.SourceUnavailableException;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.change.Occupant;
import dev.maitred.embedded.testing.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A booking database of one table, which the test keeps beside the log that it writes. */
public final class SqlTotals implements SourceTotals {

    private final Database database;
    private volatile boolean down;

    /** Where it is. */
    public record Database(String jdbcUrl, String user, String password) {

        Connection connect() throws SQLException {
            return DriverManager.getConnection(jdbcUrl, user, password);
        }
    }

    private SqlTotals(Database database) {
        this.database = database;
    }

    /** One that is there already. */
    public static SqlTotals of(String jdbcUrl, String user, String password) {
        return new SqlTotals(new Database(jdbcUrl, user, password));
    }

    public SqlTotals(TestDatabase empty) {
        this(new Database(empty.jdbcUrl(), empty.server().user(), empty.server().password()));
        run("CREATE TABLE occupants (id text PRIMARY KEY, venue text, slot text, kind text, state text)");
        run("CREATE TABLE point (lsn text, clock_micros bigint)");
        run("INSERT INTO point VALUES ('0/0', 0)");
    }

    public Database database() {
        return database;
    }

    public void put(String id, String venue, Occupant occupant) {
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement(
                        "INSERT INTO occupants VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (id) DO UPDATE SET venue = excluded.venue, slot = excluded.slot, state = excluded.state")) {
            statement.setString(1, id);
            statement.setString(2, venue);
            statement.setString(3, occupant.slot());
            statement.setString(4, occupant.kind().name());
            statement.setString(5, occupant.state().name());
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void delete(String id) {
        run("DELETE FROM occupants WHERE id = '" + id + "'");
    }

    public void standsAt(Lsn lsn, Instant clock) {
        run("UPDATE point SET lsn = '" + lsn + "', clock_micros = " + Micros.of(clock));
    }

    /** From now on, or no longer, it does not answer. */
    public void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public String source() {
        return HandWrittenLog.SOURCE;
    }

    @Override
    public Totals read() throws SourceUnavailableException {
        if (down) {
            throw new SourceUnavailableException("the booking database does not answer", new SQLException("refused"));
        }
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT venue, slot, kind, state, count(*), lsn, clock_micros FROM point LEFT JOIN occupants ON true"
                                + " GROUP BY venue, slot, kind, state, lsn, clock_micros")) {
            List<Count> counts = new ArrayList<>();
            Lsn lsn = Lsn.ZERO;
            long clock = 0;
            while (rows.next()) {
                lsn = Lsn.parse(rows.getString(6));
                clock = rows.getLong(7);
                if (rows.getString(1) != null) {
                    counts.add(new Count(
                            rows.getString(1),
                            rows.getString(2),
                            Occupant.Kind.valueOf(rows.getString(3)),
                            Occupant.State.valueOf(rows.getString(4)),
                            rows.getLong(5)));
                }
            }
            return new Totals(lsn, clock, counts);
        } catch (SQLException e) {
            throw new SourceUnavailableException(e.getMessage(), e);
        }
    }

    private void run(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
