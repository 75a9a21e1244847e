package dev.maitred.ingest.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.mapping.catalogue.TableName;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeadLetterKindsTest {

    private static final TableName BOOKINGS = TableName.parse("bookings");

    private final DeadLetterKinds kinds = new DeadLetterKinds();

    private List<Long> told(int rows, String reason) {
        return IntStream.range(0, rows)
                .mapToObj(any -> kinds.next(BOOKINGS, reason))
                .filter(number -> number > 0)
                .toList();
    }

    @Test
    void a_new_reason_is_told_however_many_rows_were_put_aside_for_another() {
        assertThat(told(300, "state: found x")).containsExactly(1L, 2L, 3L, 4L, 5L, 8L, 16L, 32L, 64L, 128L, 256L);
        assertThat(told(1, "amount: found null")).containsExactly(1L);
        assertThat(kinds.next(TableName.parse("payments"), "state: found x")).isEqualTo(1);
    }

    @Test
    void reasons_beyond_all_number_are_told_together_as_one_kind() {
        IntStream.range(0, 500).forEach(number -> told(1, "found " + number));
        assertThat(IntStream.range(500, 600)
                        .mapToObj(number -> told(1, "found " + number))
                        .flatMap(List::stream))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 8L, 16L, 32L, 64L);
        assertThat(told(1, "found 7")).containsExactly(2L);
    }
}
