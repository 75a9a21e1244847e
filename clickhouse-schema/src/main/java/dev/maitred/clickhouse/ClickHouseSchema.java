package dev.maitred.clickhouse;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a ClickHouse database to this version's schema. */
public final class ClickHouseSchema {

    private static final String LOCATION = "classpath:dev/maitred/clickhouse/migration";

    private ClickHouseSchema() {}

    /**
     * Applies what is missing; a database that has everything is left alone.
     *
     * @param jdbcUrl as in {@code jdbc:clickhouse:http://127.0.0.1:8123/maitred}; the database must be there
     * @return how many migrations were applied
     * @throws ClickHouseException when one is refused, or an applied one was edited
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        try {
            return Flyway.configure(ClickHouseSchema.class.getClassLoader())
                    .dataSource(jdbcUrl, user, password)
                    .locations(LOCATION)
                    .load()
                    .migrate()
                    .migrationsExecuted;
        } catch (FlywayException e) {
            throw new ClickHouseException(
                    "The schema could not be brought to this version at " + jdbcUrl + ": " + e.getMessage(), e);
        }
    }

    public static int migrate(ClickHouseAddress address) {
        return migrate(address.jdbcUrl(), address.user(), address.password());
    }
}
