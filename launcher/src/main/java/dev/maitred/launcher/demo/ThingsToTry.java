package dev.maitred.launcher.demo;

import dev.maitred.launcher.running.DataOption;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Four lines to copy; they work as they stand, in this order. */
final class ThingsToTry {

    private ThingsToTry() {}

    static void print(PrintWriter out, DemoPlatform platform, Path data) throws SQLException {
        String option = DataOption.text(data);
        out.println();
        free(platform).ifPresent(table -> {
            String slot = platform.endpoints().http() + "/api/v1/venues/" + table.venue() + "/slots/" + table.event();
            out.println("Book a table by SQL, read the night as of that commit or later, ask why it says so:");
            out.println(
                    "  lsn=$(./maitred sql" + option + " -q \"" + table.booking() + "\"); echo \"committed at $lsn\"");
            out.println("  curl -s \"" + slot + "?atLeast=$lsn\"");
            out.println("  curl -s " + slot + "/explain");
            out.println();
        });
        out.println("Kill it in full flight, start it again, compare every board with the database:");
        int port = URI.create(platform.endpoints().http()).getPort();
        out.println("  kill -9 " + platform.endpoints().pid() + "; ./maitred demo" + packs(platform) + " --port " + port
                + option + " & ./maitred reconcile" + option);
        out.println();
    }

    /** Of the nightclub, where it is run: the first source, so that the line needs no name. */
    private static Optional<FreeTable> free(DemoPlatform platform) throws SQLException {
        if (!platform.packs().getFirst().name().equals(DemoAdditions.NIGHTCLUB)) {
            return Optional.empty();
        }
        try (Connection connection = platform.bookingSuperuser().connect(DemoAdditions.NIGHTCLUB)) {
            return FreeTable.find(connection);
        }
    }

    /** As typed to run the same packs again. */
    private static String packs(DemoPlatform platform) {
        if (platform.packs().size() > 1) {
            return " --pack " + PackChoice.ALL;
        }
        String only = platform.packs().getFirst().name();
        return only.equals(DemoAdditions.NIGHTCLUB) ? "" : " --pack " + only;
    }
}
