package dev.maitred.launcher.demo;

import dev.maitred.launcher.platform.Platform;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Four lines to copy. */
final class ThingsToTry {

    private ThingsToTry() {}

    static void print(PrintWriter out, Platform platform, Path data) {
        String http = platform.endpoints().http();
        String option = data.equals(dev.maitred.embedded.DataDirectory.DEFAULT) ? "" : " --data " + data;
        out.println();
        out.println("Book by SQL; the commit's LSN is printed:");
        out.println(
                "  ./maitred sql" + option
                        + " \"INSERT INTO bookings (event_id, table_id, party_size, channel, code, idempotency_key,"
                        + " guest_name, currency) SELECT e.id, t.id, 4, 'WEB', gen_random_uuid(), gen_random_uuid(), 'Ann', 'EUR'"
                        + " FROM events e JOIN tables t USING (club_id) WHERE e.club_id = 1 AND e.end_utc > now() AND NOT EXISTS"
                        + " (SELECT 1 FROM bookings b WHERE b.event_id = e.id AND b.table_id = t.id) LIMIT 1 RETURNING event_id, table_id, id\"");
        out.println("Read the slot as of that commit or later:");
        out.println("  curl '" + http + "/api/v1/venues/nightclub:1/slots/<event>?atLeast=<lsn>'");
        out.println("Why that number:");
        out.println("  curl '" + http + "/api/v1/venues/nightclub:1/slots/<event>/explain'");
        out.println("Kill it in full flight, start it again, compare every board with the database:");
        out.println("  kill -9 " + platform.endpoints().pid() + "; ./maitred demo" + option + " & ./maitred reconcile"
                + option);
        out.println();
    }
}
