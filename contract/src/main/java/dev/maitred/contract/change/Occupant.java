package dev.maitred.contract.change;

import dev.maitred.contract.Entity;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who takes units or a quantity, of one slot or of a span of time. Fields as in the message of the same name.
 *
 * @param slot empty when it takes a span
 * @param startsAtMicros of a span; {@link Micros#UNKNOWN} otherwise
 * @param endsAtMicros of a span, excluded; {@link Micros#UNKNOWN} otherwise
 * @param units empty when it takes a quantity of a section
 * @param expiresAtMicros excluded; {@link Micros#NEVER} when it does not expire by itself
 * @param reservation empty: none
 * @param madeAtMicros {@link Micros#UNKNOWN} when the source does not say
 */
public record Occupant(
        Kind kind,
        State state,
        String slot,
        long startsAtMicros,
        long endsAtMicros,
        List<String> units,
        String section,
        long quantity,
        long expiresAtMicros,
        int partySize,
        @Nullable Money amount,
        String reservation,
        long madeAtMicros)
        implements Change {

    public enum Kind {
        HOLD,
        BOOKING,
        RESERVATION,
        SALE,
        BLOCK
    }

    public enum State {
        HELD,
        CONFIRMED,
        SEATED,
        COMPLETED,
        CANCELLED,
        EXPIRED,
        NO_SHOW;

        /** Whether an occupant in this state takes something. */
        public boolean occupies() {
            return this == HELD || this == CONFIRMED || this == SEATED;
        }
    }

    public Occupant {
        units = List.copyOf(units);
    }

    @Override
    public Entity entity() {
        return Entity.OCCUPANT;
    }

    /** Whether it takes something at that instant of the source's clock. */
    public boolean occupiesAt(long clockMicros) {
        return state.occupies() && expiresAtMicros > clockMicros;
    }
}
