package dev.maitred.contract.wire;

import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.v1.CheckInOutcome;
import dev.maitred.contract.v1.OccupantKind;
import dev.maitred.contract.v1.OccupantState;
import dev.maitred.contract.v1.QueueState;

/** The contract's enums on the wire. */
final class Enums {

    static final EnumTable<Occupant.Kind, OccupantKind> OCCUPANT_KIND =
            EnumTable.of(Occupant.Kind.class, OccupantKind.class, "OCCUPANT_KIND_");
    static final EnumTable<Occupant.State, OccupantState> OCCUPANT_STATE =
            EnumTable.of(Occupant.State.class, OccupantState.class, "OCCUPANT_STATE_");
    static final EnumTable<CheckIn.Outcome, CheckInOutcome> CHECK_IN_OUTCOME =
            EnumTable.of(CheckIn.Outcome.class, CheckInOutcome.class, "CHECK_IN_OUTCOME_");
    static final EnumTable<QueueItem.State, QueueState> QUEUE_STATE =
            EnumTable.of(QueueItem.State.class, QueueState.class, "QUEUE_STATE_");

    private Enums() {}
}
