package dev.maitred.packs.rush.workload;

import dev.maitred.packs.workload.Kind;
import java.util.Locale;

/** What can happen in a sale, in the order in which a customer would meet it. */
public enum EventKind implements Kind {
    SALE_OPENED,
    ZONES_SEARCHED,
    JOINED,
    POSITION_ASKED,
    LEFT,
    ADMITTED,
    PASS_EXPIRED,
    RESERVED,
    SOLD_OUT,
    REQUEST_REPEATED,
    RELEASED,
    RESERVATION_EXPIRED,
    PAID,
    LINE_RETURNED,
    ORDER_CANCELLED,
    BLOCKED,
    UNBLOCKED,
    SALE_PAUSED,
    SHOW_RESCHEDULED,
    RESERVATIONS_PURGED,
    PEOPLE_PURGED,
    KEYS_PURGED;

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
