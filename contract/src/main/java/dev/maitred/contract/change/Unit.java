package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/** One bookable thing; an empty slot means every slot of the venue. Fields as in the message of the same name. */
public record Unit(String slot, String label, String section, int seats, boolean active) implements Change {

    @Override
    public Entity entity() {
        return Entity.UNIT;
    }
}
