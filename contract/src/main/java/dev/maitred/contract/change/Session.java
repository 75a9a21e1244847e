package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;

/** An open table or till; closed at {@link Micros#NEVER} while it is open. Fields as in the message of the same name. */
public record Session(String slot, String unit, long openedAtMicros, long closedAtMicros) implements Change {

    public boolean isOpen() {
        return closedAtMicros == Micros.NEVER;
    }

    @Override
    public Entity entity() {
        return Entity.SESSION;
    }
}
