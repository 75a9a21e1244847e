package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/** A bookable period of a venue. Fields as in the message of the same name. */
public record Slot(String label, long startsAtMicros, long endsAtMicros, boolean open) implements Change {

    @Override
    public Entity entity() {
        return Entity.SLOT;
    }
}
