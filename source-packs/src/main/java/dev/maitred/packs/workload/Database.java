package dev.maitred.packs.workload;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.maitred.packs.WorkloadSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The application's connections to its database. */
public final class Database implements AutoCloseable {

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String UNIQUE_VIOLATION = "23505";

    private static final Duration CLOSING = Duration.ofMillis(500);

    private final HikariDataSource pool;
    private final Tally tally;

    /**
     * Opens no connection yet.
     *
     * @param application that the database knows them by
     * @param connections at most
     * @param patience with which a transaction waits for a connection
     */
    public Database(String application, WorkloadSettings settings, int connections, Duration patience, Tally tally) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(application);
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(patience.toMillis());
        config.setValidationTimeout(500);
        // The database may come later than the workload.
        config.setInitializationFailTimeout(-1);
        config.addDataSourceProperty("ApplicationName", application);
        config.addDataSourceProperty("connectTimeout", "2");
        config.addDataSourceProperty("socketTimeout", "10");
        config.addDataSourceProperty("options", "-c lock_timeout=1500 -c statement_timeout=8000");
        this.pool = new HikariDataSource(config);
        this.tally = tally;
    }

    /** One transaction's work. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {

        /**
         * Does it.
         *
         * @throws RaceLostException to roll back what was done
         */
        T in(Transaction transaction) throws SQLException, RaceLostException;
    }

    /**
     * Commits the work, or rolls it back when it throws.
     *
     * @throws RaceLostException also when a unique index or a lock said that another was faster
     */
    public <T extends @Nullable Object> T transaction(Work<T> work) throws SQLException, RaceLostException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            // The pool rolls back what is uncommitted when the connection comes back.
            T result = work.in(new Transaction(connection));
            connection.commit();
            tally.transaction();
            return result;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState()) || LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw new RaceLostException(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** One query by itself. */
    public <T> List<T> read(String sql, Transaction.RowReader<T> reader, @Nullable Object... parameters)
            throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            List<T> rows = new Transaction(connection).rows(sql, reader, parameters);
            tally.transaction();
            return rows;
        }
    }

    /** Whether the database is away or starting, as opposed to a statement that it refused. */
    public static boolean isAway(SQLException error) {
        String state = error.getSQLState();
        return error instanceof SQLTransientConnectionException
                || state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** Closes the connections; those that a silent database keeps waiting are closed behind the caller's back. */
    @Override
    public void close() {
        Thread closing = Thread.ofVirtual().start(pool::close);
        try {
            closing.join(CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
