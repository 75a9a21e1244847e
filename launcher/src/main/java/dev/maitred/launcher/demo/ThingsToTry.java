package dev.maitred.launcher.demo;

import dev.maitred.launcher.platform.Platform;
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

    static void print(PrintWriter out, Platform platform, Path data) throws SQLException {
        Optional<FreeTable> free;
        try (Connection connection =
                platform.bookingSuperuser().connect(platform.pack().name())) {
            free = FreeTable.find(connection);
        }
        String option = DataOption.text(data);
        free.ifPresent(table -> {
            String slot = platform.endpoints().http() + "/api/v1/venues/" + table.venue() + "/slots/" + table.event();
            out.println();
            out.println("Book a table by SQL, read the night as of that commit or later, ask why it says so:");
            out.println(
                    "  lsn=$(./maitred sql" + option + " -q \"" + table.booking() + "\"); echo \"committed at $lsn\"");
            out.println("  curl -s \"" + slot + "?atLeast=$lsn\"");
            out.println("  curl -s " + slot + "/explain");
        });
        out.println();
        out.println("Kill it in full flight, start it again, compare every board with the database:");
        int port = URI.create(platform.endpoints().http()).getPort();
        out.println("  kill -9 " + platform.endpoints().pid() + "; ./maitred demo --port " + port + option
                + " & ./maitred reconcile" + option);
        out.println();
    }
}
