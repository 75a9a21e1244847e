package dev.maitred.packs.rush;

import dev.maitred.packs.Installation;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.Workload;
import dev.maitred.packs.WorkloadSettings;
import dev.maitred.packs.rush.history.History;
import dev.maitred.packs.rush.workload.TicketRush;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** The ticket rush as a source pack; {@code packs/rush/README.md} describes it. */
public final class RushPack implements SourcePack {

    @Override
    public String name() {
        return "rush";
    }

    @Override
    public boolean isInstalled(Connection connection) throws SQLException {
        return Installation.isTrue(connection, "SELECT to_regclass('public.zone_stock') IS NOT NULL");
    }

    @Override
    public boolean isPopulated(Connection connection) throws SQLException {
        return isInstalled(connection)
                && Installation.isTrue(connection, "SELECT EXISTS (SELECT FROM public.zone_stock)");
    }

    @Override
    public void populate(Connection owner, Instant now, long seed) throws SQLException {
        Installation.inTransaction(owner, () -> {
            if (isPopulated(owner)) {
                throw new IllegalStateException("Expected an empty schema to populate, found zones in it;"
                        + " start on a fresh database, or leave this one as it is");
            }
            History.write(owner, now, seed);
            try (Statement statement = owner.createStatement()) {
                // Autovacuum would come to it in a minute; the first queries come sooner.
                statement.execute("ANALYZE shows, zones, zone_stock, waiting_room, reservations, orders, order_lines");
            }
        });
    }

    @Override
    public Workload workload(WorkloadSettings settings) {
        return TicketRush.workload(settings);
    }
}
