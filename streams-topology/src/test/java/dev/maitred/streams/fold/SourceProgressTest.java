package dev.maitred.streams.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import org.junit.jupiter.api.Test;

final class SourceProgressTest {

    private final SourceProgress progress = new SourceProgress("club");

    private static Position at(int incarnation, long previousEnd, int index) {
        return new Position(incarnation, new Lsn(previousEnd), index);
    }

    @Test
    void nothing_is_open_and_nothing_is_known_at_first() {
        assertThat(progress.isOpen()).isFalse();
        assertThat(progress.isKnown()).isFalse();
        assertThat(progress.clockMicros()).isEqualTo(Micros.UNKNOWN);
    }

    @Test
    void a_row_opens_and_only_an_end_after_it_closes() {
        progress.closed(1, new Lsn(100), 7);
        progress.row(at(1, 100, 1));
        assertThat(progress.isOpen()).isTrue();
        assertThat(progress.isClosedAt(1, new Lsn(100))).isFalse();
        progress.closed(1, new Lsn(90), 8);
        assertThat(progress.isOpen()).isTrue();
        assertThat(progress.lsn()).isEqualTo(new Lsn(100));
        progress.closed(1, new Lsn(120), 9);
        assertThat(progress.isClosedAt(1, new Lsn(120))).isTrue();
        assertThat(progress.isClosedAt(1, new Lsn(100))).isFalse();
        assertThat(progress.clockMicros()).isEqualTo(9);
    }

    @Test
    void a_snapshot_is_closed_by_its_own_end() {
        progress.row(at(1, 100, 0));
        assertThat(progress.isOpen()).isTrue();
        progress.completed(1, new Lsn(100));
        assertThat(progress.isClosedAt(1, new Lsn(100))).isTrue();
        assertThat(progress.isKnown()).isFalse();
        progress.closed(1, new Lsn(110), 5);
        assertThat(progress.isKnown()).isTrue();
    }

    @Test
    void another_incarnation_begins_at_lower_positions_and_closes_nevertheless() {
        progress.row(at(1, 5_000, 1));
        progress.closed(1, new Lsn(5_100), 7);
        progress.closed(2, new Lsn(300), 8);
        assertThat(progress.isClosedAt(2, new Lsn(300))).isTrue();
        progress.row(at(2, 300, 1));
        assertThat(progress.isOpen()).isTrue();
        progress.closed(1, new Lsn(6_000), 9);
        assertThat(progress.isOpen()).isTrue();
        progress.closed(2, new Lsn(310), 10);
        assertThat(progress.isClosedAt(2, new Lsn(310))).isTrue();
    }

    @Test
    void rows_of_an_incarnation_that_has_not_closed_yet_are_open() {
        progress.closed(1, new Lsn(5_100), 7);
        progress.row(at(2, 300, 0));
        assertThat(progress.isOpen()).isTrue();
        progress.completed(2, new Lsn(300));
        assertThat(progress.isOpen()).isFalse();
    }

    @Test
    void the_clock_never_goes_back() {
        progress.closed(1, new Lsn(100), 50);
        progress.closed(2, new Lsn(100), 40);
        assertThat(progress.clockMicros()).isEqualTo(50);
    }
}
