package dev.maitred.packs.rush.workload;

import dev.maitred.packs.workload.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The counter that places are sold by. Everybody comes to it last in a transaction, zone by zone in the order of their ids. */
final class Stock {

    private Stock() {}

    /** So many places of a zone. */
    record Places(UUID zone, int quantity) {

        static Places of(ResultSet row) throws SQLException {
            return new Places(row.getObject("zone_id", UUID.class), row.getInt("quantity"));
        }
    }

    /** Takes all of the places or none; false when there are not so many. */
    static boolean take(Transaction transaction, UUID zone, int quantity) throws SQLException {
        return transaction.update("""
                        UPDATE zone_stock SET taken = taken + ?, updated_at = now()
                         WHERE zone_id = ? AND taken + ? <= seats
                        """, quantity, zone, quantity) > 0;
    }

    static void giveBack(Transaction transaction, List<Places> places) throws SQLException {
        Map<String, Integer> byZone = places.stream()
                .collect(Collectors.toMap(
                        place -> place.zone().toString(), Places::quantity, Integer::sum, TreeMap::new));
        for (Map.Entry<String, Integer> zone : byZone.entrySet()) {
            transaction.update(
                    "UPDATE zone_stock SET taken = taken - ?, updated_at = now() WHERE zone_id = ?",
                    zone.getValue(),
                    UUID.fromString(zone.getKey()));
        }
    }
}
