package dev.maitred.streams.venue;

import dev.maitred.contract.change.Occupant;

/** How often one unit is taken in one slot, and by what. */
final class UnitUse {

    int held;
    int taken;
    int seated;
    int blocked;

    int total() {
        return held + taken + blocked;
    }

    void count(Occupant occupant, int by) {
        if (occupant.kind() == Occupant.Kind.BLOCK) {
            blocked += by;
        } else if (occupant.state() == Occupant.State.HELD) {
            held += by;
        } else {
            taken += by;
            if (occupant.state() == Occupant.State.SEATED) {
                seated += by;
            }
        }
    }
}
