package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/** A place that offers inventory. Fields as in the message of the same name; {@code gridMinutes} is 0 where it has no grid. */
public record Venue(String name, String tenant, String timeZone, int dayEndsMinute, int gridMinutes) implements Change {

    /** Without a grid. */
    public Venue(String name, String tenant, String timeZone, int dayEndsMinute) {
        this(name, tenant, timeZone, dayEndsMinute, 0);
    }

    @Override
    public Entity entity() {
        return Entity.VENUE;
    }
}
