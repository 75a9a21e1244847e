package dev.maitred.streams.venue;

import dev.maitred.contract.change.Occupant;
import org.jspecify.annotations.Nullable;

/** The sums of one section of one slot: over its units, and over its quantity. All changes cost the same, whatever the size. */
final class SectionTally {

    private long held;
    private long taken;
    private long seated;
    private long blocked;
    private long occupiedUnits;
    private long overbookedUnits;
    private long conflicts;
    /** Units of this slot alone; those of every slot are counted by the venue. */
    private long ownUnits;

    private long quantity;
    private long quantityRows;
    private long unknownQuantities;
    private long usedQuantity;

    /** Adds or takes out all that a unit's use means. */
    void unit(UnitUse use, boolean active, int sign) {
        int total = use.total();
        held += (long) sign * use.held;
        taken += (long) sign * use.taken;
        seated += (long) sign * use.seated;
        blocked += (long) sign * use.blocked;
        if (active) {
            occupiedUnits += total > 0 ? sign : 0;
            overbookedUnits += (long) sign * Math.max(0, total - 1);
            conflicts += total > 1 ? sign : 0;
        } else {
            overbookedUnits += (long) sign * total;
        }
    }

    void ownUnit(int sign) {
        ownUnits += sign;
    }

    void capacity(@Nullable Long pieces, int sign) {
        quantityRows += sign;
        if (pieces == null) {
            unknownQuantities += sign;
        } else {
            quantity += sign * pieces;
        }
    }

    void quantity(Occupant occupant, int sign) {
        long pieces = sign * occupant.quantity();
        usedQuantity += pieces;
        if (occupant.kind() == Occupant.Kind.BLOCK) {
            blocked += pieces;
        } else if (occupant.state() == Occupant.State.HELD) {
            held += pieces;
        } else {
            taken += pieces;
            seated += occupant.state() == Occupant.State.SEATED ? pieces : 0;
        }
    }

    /** @param venueUnits active units of this section that belong to every slot of the venue */
    Counts counts(long venueUnits) {
        boolean known = unknownQuantities == 0;
        long units = venueUnits + ownUnits;
        long freeQuantity = Math.max(0, quantity - usedQuantity);
        // Pieces of a section that has no capacity row are taken from nothing.
        long overbookedQuantity = known ? Math.max(0, usedQuantity - quantity) : 0;
        return new Counts(
                known ? units + quantity : null,
                known ? units - occupiedUnits + freeQuantity : null,
                held,
                taken,
                seated,
                blocked,
                overbookedUnits + overbookedQuantity,
                conflicts);
    }

    boolean isEmpty() {
        return held == 0 && taken == 0 && blocked == 0 && usedQuantity == 0 && ownUnits == 0 && quantityRows == 0;
    }
}
