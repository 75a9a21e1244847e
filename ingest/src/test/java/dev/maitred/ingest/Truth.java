package dev.maitred.ingest;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the tables of {@link Source} say by SQL alone, told as the change log's last values are. */
final class Truth {

    private static final String ROWS = """
            SELECT 'SOURCE:' || id || '/venue/clubs/' || id,
                   'Venue[name=' || name || ', tenant=, timeZone=' || zone || ', dayEndsMinute=0, gridMinutes=0]'
              FROM clubs
            UNION ALL
            SELECT 'SOURCE:' || club_id || '/slot/nights/' || id,
                   'Slot[label=, startsAtMicros=' || (extract(epoch FROM starts) * 1000000)::bigint || ', endsAtMicros='
                       || (extract(epoch FROM ends) * 1000000)::bigint || ', open=true]'
              FROM nights
            UNION ALL
            SELECT 'SOURCE:' || n.club_id || '/occupant/bookings/' || b.id,
                   'state=' || CASE b.status WHEN 'BOOKED' THEN 'CONFIRMED' ELSE b.status END || ', slot=' || b.night_id
                       || ', units=[' || b.table_id || ']'
              FROM bookings b JOIN nights n ON n.id = b.night_id
             WHERE b.gone IS NULL AND b.status IN ('BOOKED', 'CANCELLED')
            """;

    private static final Pattern OCCUPANT = Pattern.compile("state=(\\w+), slot=([^,]*), .*units=(\\[[^]]*])");

    private Truth() {}

    static Map<String, String> of(Source source) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = source.database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(ROWS)) {
            while (row.next()) {
                rows.put(row.getString(1), row.getString(2));
            }
        }
        return rows;
    }

    /** A log's last values, told as SQL's are: of an occupant no more than the tables say. */
    static Map<String, String> told(Map<String, String> latest) {
        Map<String, String> told = new TreeMap<>();
        latest.forEach((key, value) -> {
            Matcher occupant = OCCUPANT.matcher(value);
            told.put(
                    key,
                    value.startsWith("Occupant") && occupant.find()
                            ? "state=" + occupant.group(1) + ", slot=" + occupant.group(2) + ", units="
                                    + occupant.group(3)
                            : value);
        });
        return told;
    }
}
