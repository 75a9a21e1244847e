package dev.maitred.packs.nightclub.history;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A club's night as it was planned.
 *
 * @param id of its event
 * @param club whose it is
 * @param businessDate that it belongs to
 * @param start when the doors open
 * @param demand share of the tables that want to be taken, 0 to 1
 * @param cancelledAt when it was called off, {@link Instant#MAX} for never
 */
record Night(long id, Club club, LocalDate businessDate, Instant start, double demand, Instant cancelledAt) {

    Instant end() {
        return start.plus(Club.NIGHT);
    }

    /** From when its tables are on sale. */
    Instant onSaleFrom() {
        return start.minus(Duration.ofDays(8));
    }
}
