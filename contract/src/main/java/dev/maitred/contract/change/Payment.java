package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Money;

/** Money taken. Fields as in the message of the same name. */
public record Payment(
        String slot, String session, String unit, Money amount, String method, String purpose, long atMicros)
        implements Change {

    @Override
    public Entity entity() {
        return Entity.PAYMENT;
    }
}
