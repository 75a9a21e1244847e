package dev.maitred.batch.runs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The platform's own PostgreSQL database, never a booking database. It keeps what jobs ran and how far. */
public record PlatformDatabase(String jdbcUrl, String user, String password) {

    private static final String TABLES = "org/springframework/batch/core/schema-postgresql.sql";
    private static final long CREATING = 0x6d616974726564L;

    /** Unpooled: a nightly job opens a few dozen connections. */
    public DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(jdbcUrl);
        dataSource.setUser(user);
        dataSource.setPassword(password);
        dataSource.setApplicationName("maitred-jobs");
        dataSource.setConnectTimeout(5);
        return dataSource;
    }

    /** Creates the job repository's tables where they are missing; safe for several at once. */
    public void prepare() {
        try (Connection connection = dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SELECT pg_advisory_xact_lock(" + CREATING + ")");
                try (ResultSet found = statement.executeQuery("SELECT to_regclass('batch_job_instance') IS NOT NULL")) {
                    found.next();
                    if (!found.getBoolean(1)) {
                        new ResourceDatabasePopulator(new ClassPathResource(TABLES)).populate(connection);
                    }
                }
            }
            connection.commit();
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    RunException unavailable(SQLException e) {
        return new RunException(
                "The platform's database does not answer at " + jdbcUrl + " as " + user + ": " + e.getMessage()
                        + ". Start it, or correct the address; an interrupted run goes on where it stood.",
                e);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl + " as " + user;
    }
}
