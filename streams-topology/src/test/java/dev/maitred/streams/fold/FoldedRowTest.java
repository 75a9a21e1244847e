package dev.maitred.streams.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.wire.ChangeSerde;
import dev.maitred.streams.Night;
import org.junit.jupiter.api.Test;

final class FoldedRowTest {

    private static final Position POSITION = new Position(2, new Lsn(0x1_0000_0001L), 3);
    private static final TransactionEnd END = new TransactionEnd(new Lsn(0x1_0000_0100L), Night.NINE_PM);

    @Test
    void a_row_comes_back_as_it_was_stored() {
        for (FoldedRow row : new FoldedRow[] {
            new FoldedRow(POSITION, Night.booked("1", "2")),
            new FoldedRow(POSITION, Night.booked("1", "2"), END),
            new FoldedRow(POSITION, null),
            new FoldedRow(POSITION, null, END)
        }) {
            assertThat(FoldedRow.of(row.bytes())).isEqualTo(row);
        }
    }

    @Test
    void bytes_at_hand_are_not_encoded_again_and_mean_the_same() {
        FoldedRow row = new FoldedRow(POSITION, Night.slot(), END);
        assertThat(row.bytes(ChangeSerde.encode(Night.slot()))).isEqualTo(row.bytes());
        assertThat(new FoldedRow(POSITION, null).bytes(null)).isEqualTo(new FoldedRow(POSITION, null).bytes());
    }
}
