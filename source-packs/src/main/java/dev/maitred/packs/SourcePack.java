package dev.maitred.packs;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A booking system to try the platform on: what a team would have in its database, what it would do with it, and the
 * counts that must come out.
 *
 * <p>{@link #truthSql()} and {@link #queueTruthSql()} know nothing of the mapping, so that they can judge it. Both read the
 * instant to count at from the setting {@code maitred.now}, a timestamp with time zone; {@link Truth} runs them.
 */
public interface SourcePack {

    /** The pack's name, which is also the prefix of its venues and queues, as in {@code nightclub:7}. */
    String name();

    /** The login role of the application, which the workload uses: no superuser, owner of nothing. */
    default String applicationRole() {
        return name() + "_app";
    }

    /** The pack's files. */
    default PackResources resources() {
        return new PackResources(name());
    }

    /** Everything {@link #install} creates besides the role: tables, indexes, constraints. */
    default String schemaSql() {
        return resources().text("schema.sql");
    }

    /** The pack's mapping, for the platform to read its rows by. */
    default String mappingYaml() {
        return resources().text("mapping.yaml");
    }

    /** One row for each slot with its counts; needs the setting {@code maitred.now}. */
    default String truthSql() {
        return resources().text("truth.sql");
    }

    /** One row for each queue, topic and state with its depth; needs the setting {@code maitred.now}. */
    default String queueTruthSql() {
        return resources().text("queue-truth.sql");
    }

    /** Whether {@link #install} has been done in this database. */
    boolean isInstalled(Connection connection) throws SQLException;

    /** Whether {@link #populate} has been done in this database. */
    boolean isPopulated(Connection connection) throws SQLException;

    /**
     * Creates the schema and the application's role, all or nothing. A role that is there already gets the password.
     *
     * @param owner of the database, allowed to create roles
     * @throws SQLException when the schema is there already
     */
    default void install(Connection owner, String applicationPassword) throws SQLException {
        Installation.install(owner, this, resources().text("grants.sql"), applicationPassword);
    }

    /**
     * Fills the empty schema with a history that ends at {@code now}, all or nothing. The same instant and seed give the
     * same rows.
     *
     * @throws IllegalStateException when the schema is not empty
     */
    void populate(Connection owner, Instant now, long seed) throws SQLException;

    /** The pack's life as transactions; nothing happens before {@link Workload#start()}. */
    Workload workload(WorkloadSettings settings);
}
