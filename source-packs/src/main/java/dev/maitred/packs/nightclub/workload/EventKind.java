package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.workload.Kind;
import java.util.Locale;

/** What can happen in a night, in the order in which a guest would meet it. */
public enum EventKind implements Kind {
    NIGHTS_SEARCHED,
    TABLES_SEARCHED,
    HELD,
    RELEASED,
    HOLD_EXPIRED,
    CONFIRMED,
    CANCELLED,
    INVITED,
    INVITATION_ANSWERED,
    CHECKED_IN_BY_SCAN,
    CHECKED_IN_BY_MANUAL,
    CHECKED_IN_BY_SEARCH,
    GUEST_LIST_ADMITTED,
    REJECTED,
    WALKED_IN,
    SEATED,
    FLOOR_POLLED,
    DEPOSIT_TAKEN,
    COMPLETED,
    NO_SHOW,
    BLOCKED,
    UNBLOCKED,
    MOVED,
    CAMPAIGN_STARTED,
    CAMPAIGN_FINISHED,
    MESSAGE_SENT,
    MESSAGE_RETRIED,
    MESSAGE_THROTTLED,
    MESSAGE_DEAD,
    LEASE_EXPIRED,
    MESSAGES_PURGED,
    NIGHT_OPENED,
    NIGHT_CLOSED;

    @Override
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
