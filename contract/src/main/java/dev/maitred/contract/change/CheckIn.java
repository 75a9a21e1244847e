package dev.maitred.contract.change;

import dev.maitred.contract.Entity;

/** An arrival at the door. Fields as in the message of the same name. */
public record CheckIn(
        String slot, Outcome outcome, String reason, String method, String subject, int people, long atMicros)
        implements Change {

    /** What the door said. */
    public enum Outcome {
        ADMITTED,
        REJECTED
    }

    @Override
    public Entity entity() {
        return Entity.CHECK_IN;
    }
}
