package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Money;
import org.jspecify.annotations.Nullable;

/** An order or party that several occupants belong to. Fields as in the message of the same name. */
public record Reservation(
        Occupant.State state,
        long expiresAtMicros,
        int partySize,
        @Nullable Money amount) implements Change {

    @Override
    public Entity entity() {
        return Entity.RESERVATION;
    }
}
