package dev.maitred.packs.nightclub;

import dev.maitred.packs.PackResources;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.nightclub.history.History;
import dev.maitred.packs.nightclub.workload.FridayNight;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** The nightclub booking bot as a source pack; {@code packs/nightclub/README.md} describes it. */
public final class NightclubPack implements SourcePack {

    private final PackResources resources = new PackResources("nightclub");

    @Override
    public String name() {
        return "nightclub";
    }

    @Override
    public String applicationRole() {
        return "nightclub_app";
    }

    @Override
    public String schemaSql() {
        return resources.text("schema.sql");
    }

    @Override
    public String mappingYaml() {
        return resources.text("mapping.yaml");
    }

    @Override
    public String truthSql() {
        return resources.text("truth.sql");
    }

    @Override
    public String queueTruthSql() {
        return resources.text("queue-truth.sql");
    }

    @Override
    public boolean isInstalled(Connection connection) throws SQLException {
        return isTrue(connection, "SELECT to_regclass('public.notifications_outbox') IS NOT NULL");
    }

    @Override
    public boolean isPopulated(Connection connection) throws SQLException {
        return isInstalled(connection) && isTrue(connection, "SELECT EXISTS (SELECT FROM public.clubs)");
    }

    @Override
    public void install(Connection owner, String applicationPassword) throws SQLException {
        inTransaction(owner, () -> {
            String role = isTrue(owner, "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = 'nightclub_app')")
                    ? "ALTER ROLE"
                    : "CREATE ROLE";
            try (Statement statement = owner.createStatement()) {
                statement.execute(
                        role + " nightclub_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD "
                                + statement.enquoteLiteral(applicationPassword));
                statement.execute(schemaSql());
                statement.execute(resources.text("grants.sql"));
            }
        });
    }

    @Override
    public void populate(Connection owner, Instant now, long seed) throws SQLException {
        inTransaction(owner, () -> {
            if (isPopulated(owner)) {
                throw new IllegalStateException("Expected an empty schema to populate, found clubs in it;"
                        + " start on a fresh database, or leave this one as it is");
            }
            History.write(owner, now, seed);
            try (Statement statement = owner.createStatement()) {
                // Autovacuum would come to it in a minute; the first queries come sooner.
                statement.execute("ANALYZE tables, events, bookings, booking_holds, check_ins, notifications_outbox");
            }
        });
    }

    @Override
    public Workload workload(WorkloadSettings settings) {
        return new FridayNight(settings);
    }

    @FunctionalInterface
    private interface Step {
        void run() throws SQLException;
    }

    private static void inTransaction(Connection connection, Step step) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            step.run();
            connection.commit();
            done = true;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(autoCommit);
        }
    }

    private static boolean isTrue(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
