package dev.maitred.batch.landing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Entity;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.wire.ChangeHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TransactionEndsTest {

    private static final Piece PIECE =
            new Piece(new TopicPartition("log", 0), Instant.parse("2026-11-20T21:00:00Z"), 0, 100, false);

    private final List<LandedRecord> passed = new ArrayList<>();
    private final TransactionEnds ends = new TransactionEnds(passed::add);

    @Test
    void every_row_of_a_transaction_learns_where_it_ended() {
        ends.accept(record("a", 100, 1, null), true);
        ends.accept(record("a", 100, 2, null), true);
        assertThat(passed).isEmpty();
        ends.accept(record("a", 100, 3, 180L), true);

        assertThat(passed).extracting(LandedRecord::transaction).containsExactly(end(180), end(180), end(180));
        assertThat(ends.isWaiting()).isFalse();
    }

    @Test
    void transactions_of_two_sources_may_lie_between_each_other() {
        ends.accept(record("a", 100, 1, null), true);
        ends.accept(record("b", 500, 1, 600L), true);
        ends.accept(record("a", 100, 2, 180L), true);

        assertThat(passed).extracting(LandedRecord::transaction).containsExactly(end(600), end(180), end(180));
    }

    @Test
    void an_end_beyond_the_hour_is_read_but_not_landed() {
        ends.accept(record("a", 100, 1, null), true);
        assertThat(ends.isWaiting()).isTrue();
        ends.accept(record("a", 100, 2, 180L), false);

        assertThat(passed).extracting(LandedRecord::transaction).containsExactly(end(180));
    }

    @Test
    void rows_of_a_snapshot_wait_for_nothing() {
        ends.accept(record("a", 100, 0, null), true);

        assertThat(passed).hasSize(1);
        assertThat(passed.getFirst().transaction()).isNull();
    }

    @Test
    void of_a_transaction_that_is_too_large_the_earlier_rows_go_on_without_their_end() {
        for (int i = 1; i <= TransactionEnds.HELD_BACK_ROWS; i++) {
            ends.accept(record("a", 100, i, null), true);
        }
        assertThat(passed).hasSize(TransactionEnds.HELD_BACK_ROWS);
        ends.accept(record("a", 100, TransactionEnds.HELD_BACK_ROWS + 1, 180L), true);

        assertThat(passed.getFirst().transaction()).isNull();
        assertThat(passed.getLast().transaction()).isEqualTo(end(180));
    }

    private static TransactionEnd end(long lsn) {
        return new TransactionEnd(new Lsn(lsn), lsn * 1000);
    }

    private static LandedRecord record(String source, long previousEnd, int index, @Nullable Long endLsn) {
        return new LandedRecord(
                PIECE,
                index,
                0,
                new ChangeKey(source + ":1", Entity.OCCUPANT, "bookings", "1"),
                null,
                new ChangeHeaders(
                        new Position(1, new Lsn(previousEnd), index),
                        Reason.DELETE,
                        endLsn == null ? null : end(endLsn)),
                null);
    }
}
