package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import org.jspecify.annotations.Nullable;

/** Opening hours of a weekday (1 Monday to 7 Sunday) or, with weekday 0, of one date. Fields as in the message of the same name. */
public record Hours(int weekday, @Nullable Integer dateEpochDay, int opensMinute, int closesMinute, boolean closed)
        implements Change {

    @Override
    public Entity entity() {
        return Entity.HOURS;
    }
}
