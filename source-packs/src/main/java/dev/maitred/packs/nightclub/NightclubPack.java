package dev.maitred.packs.nightclub;

import dev.maitred.packs.Installation;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.nightclub.history.History;
import dev.maitred.packs.nightclub.workload.FridayNight;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** The nightclub booking bot as a source pack; {@code packs/nightclub/README.md} describes it. */
public final class NightclubPack implements SourcePack {

    @Override
    public String name() {
        return "nightclub";
    }

    @Override
    public boolean isInstalled(Connection connection) throws SQLException {
        return Installation.isTrue(connection, "SELECT to_regclass('public.notifications_outbox') IS NOT NULL");
    }

    @Override
    public boolean isPopulated(Connection connection) throws SQLException {
        return isInstalled(connection) && Installation.isTrue(connection, "SELECT EXISTS (SELECT FROM public.clubs)");
    }

    @Override
    public void populate(Connection owner, Instant now, long seed) throws SQLException {
        Installation.inTransaction(owner, () -> {
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
        return FridayNight.workload(settings);
    }
}
