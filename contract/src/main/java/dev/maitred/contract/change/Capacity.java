package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import org.jspecify.annotations.Nullable;

/** A quantity of a section in a slot; null means unknown. Fields as in the message of the same name. */
public record Capacity(
        String slot, String section, @Nullable Long quantity) implements Change {

    @Override
    public Entity entity() {
        return Entity.CAPACITY;
    }
}
