package dev.maitred.clickhouse;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a ClickHouse database to this version's schema. */
public final class ClickHouseSchema {

    private static final String LOCATION = "classpath:dev/maitred/clickhouse/migration";

    private ClickHouseSchema() {}

    /**
     * Applies what is missing; a database that has everything is left alone, and one in which a run was killed half-way is brought
     * to its end: ClickHouse has no transactions over DDL, so every statement of a migration may be met as done already.
     *
     * @param jdbcUrl as in {@code jdbc:clickhouse:http://127.0.0.1:8123/maitred}; the database must be there
     * @return how many migrations were applied
     * @throws ClickHouseException when one is refused, or ClickHouse does not answer
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        try {
            Flyway flyway = Flyway.configure(ClickHouseSchema.class.getClassLoader())
                    .dataSource(jdbcUrl, user, password)
                    .locations(LOCATION)
                    // A data directory whose migrations said the same in other words goes on: what changes a table is a
                    // new migration.
                    .validateOnMigrate(false)
                    .load();
            forgetFailures(flyway);
            return flyway.migrate().migrationsExecuted;
        } catch (FlywayException | SQLException e) {
            throw new ClickHouseException(
                    "The schema could not be brought to this version at " + jdbcUrl + ": " + e.getMessage(), e);
        }
    }

    public static int migrate(ClickHouseAddress address) {
        return migrate(address.jdbcUrl(), address.user(), address.password());
    }

    /**
     * Lets what failed be tried again. Flyway's own repair also realigns checksums, by an UPDATE that ClickHouse does not know for
     * tables of this kind, and then fails as a whole.
     */
    private static void forgetFailures(Flyway flyway) throws SQLException {
        if (Arrays.stream(flyway.info().applied())
                .noneMatch(migration -> migration.getState().isFailed())) {
            return;
        }
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM " + flyway.getConfiguration().getTable() + " WHERE NOT success");
        }
    }
}
