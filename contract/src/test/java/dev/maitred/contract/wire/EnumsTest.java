package dev.maitred.contract.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.contract.change.CheckIn;
import dev.maitred.contract.change.Occupant;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.contract.v1.CheckInOutcome;
import dev.maitred.contract.v1.OccupantKind;
import dev.maitred.contract.v1.OccupantState;
import dev.maitred.contract.v1.QueueState;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EnumsTest {

    @Test
    void every_value_has_one_name_on_the_wire_and_every_name_one_value() {
        covers(Enums.OCCUPANT_KIND, Occupant.Kind.values(), OccupantKind.values());
        covers(Enums.OCCUPANT_STATE, Occupant.State.values(), OccupantState.values());
        covers(Enums.CHECK_IN_OUTCOME, CheckIn.Outcome.values(), CheckInOutcome.values());
        covers(Enums.QUEUE_STATE, QueueItem.State.values(), QueueState.values());
    }

    @Test
    void a_value_that_was_never_set_or_is_of_a_later_version_is_refused_with_what_is_known() {
        assertThatThrownBy(() -> Enums.OCCUPANT_KIND.fromWire(OccupantKind.UNRECOGNIZED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("OCCUPANT_KIND_HOLD")
                .hasMessageContaining("UNRECOGNIZED");
        assertThatThrownBy(() -> Enums.QUEUE_STATE.fromWire(QueueState.QUEUE_STATE_UNSPECIFIED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static <R extends Enum<R>, W extends Enum<W>> void covers(EnumTable<R, W> table, R[] values, W[] wire) {
        assertThat(Arrays.stream(values).map(table::toWire))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(wire)
                        .filter(each -> !each.name().endsWith("_UNSPECIFIED"))
                        .filter(each -> !each.name().equals("UNRECOGNIZED"))
                        .toList());
        assertThat(values)
                .allSatisfy(
                        each -> assertThat(table.fromWire(table.toWire(each))).isEqualTo(each));
    }
}
