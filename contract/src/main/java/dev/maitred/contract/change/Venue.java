package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/** A place that offers inventory. Fields as in the message of the same name. */
public record Venue(String name, String tenant, String timeZone, int dayEndsMinute) implements Change {

    @Override
    public Entity entity() {
        return Entity.VENUE;
    }
}
