package dev.maitred.packs.nightclub.history;

import dev.maitred.packs.Dice;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of a club.
 *
 * @param id of its row
 * @param number that the hosts call it by
 * @param zone of the hall
 * @param seats at it
 * @param minDepositMinor that a booking puts down, in minor units
 * @param active whether it can be booked at all
 */
record Unit(long id, int number, String zone, int seats, long minDepositMinor, boolean active) {

    private static final List<String> ZONES = List.of(
            "VIP", "DANCEFLOOR", "DANCEFLOOR", "BALCONY", "BALCONY", "BAR", "BAR", "LOUNGE", "LOUNGE", "LOUNGE");

    /** A club's tables: those that it counts, and a few behind them that are out of use. */
    static List<Unit> of(Club club, long firstId, Dice dice) {
        int total = club.tables() + 1 + club.tables() / 40;
        int each = total / (total - club.tables() + 1);
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < total; i++) {
            String zone = ZONES.get(i * ZONES.size() / total);
            int seats = 2 * dice.between(1, 3) + (zone.equals("VIP") ? 4 : 0);
            boolean isInUse = (i + 1) % each != 0 || (i + 1) / each > total - club.tables();
            long deposit = zone.equals("VIP") ? 20_000 : zone.equals("BAR") ? 0 : 2_500L * dice.between(1, 4);
            units.add(new Unit(firstId + i, i + 1, zone, seats, deposit, isInUse));
        }
        return units;
    }
}
