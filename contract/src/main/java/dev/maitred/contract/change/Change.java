package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/** What a change log says of one row: its whole new state. A row that is gone is a record without a value. */
public sealed interface Change
        permits Venue,
                Hours,
                Slot,
                Unit,
                Capacity,
                Occupant,
                Reservation,
                CheckIn,
                Session,
                Payment,
                Activity,
                Document,
                QueueItem,
                Watermark,
                Mark {

    Entity entity();
}
