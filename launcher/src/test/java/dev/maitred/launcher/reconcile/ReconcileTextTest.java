package dev.maitred.launcher.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.ops.reconcile.Reconciliation;
import dev.maitred.ops.reconcile.Reconciliation.Difference;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcileTextTest {

    private final StringWriter written = new StringWriter();
    private final ReconcileText text = new ReconcileText(new PrintWriter(written));

    private static Reconciliation found(String source, int boards, Difference... differences) {
        return new Reconciliation(source, "0/100", boards, 0, 4, 0, List.of(), 0.1, List.of(differences));
    }

    @Test
    void a_source_without_a_board_says_that_there_was_nothing_to_compare() {
        text.print(List.of(found("hi", 0)));

        assertThat(text.sum()).isTrue();
        assertThat(written.toString())
                .contains("hi as of 0/100: nothing to compare: no board, not live and not by its 4 mapped rows")
                .endsWith("\nnothing to compare: no board\n")
                .doesNotContain("0 differences");
    }

    @Test
    void beside_another_it_says_so_of_itself_alone() {
        text.print(List.of(found("hi", 0)));
        text.print(List.of(found("lo", 3)));

        assertThat(text.sum()).isTrue();
        assertThat(written.toString())
                .contains("hi as of 0/100: nothing to compare: no board", "lo as of 0/100: 3 boards compared")
                .endsWith("\n3 boards compared, 0 differences\n");
    }

    @Test
    void a_source_that_could_not_be_compared_is_no_success() {
        text.notCompared("hi", "The truth file t.sql of hi lacks the columns venue.");
        text.print(List.of(found("lo", 3)));

        assertThat(text.sum()).isFalse();
        assertThat(written.toString())
                .contains("hi was not compared: The truth file t.sql of hi lacks the columns venue.")
                .endsWith("\n3 boards compared, 0 differences, 1 of 2 sources not compared\n");
    }

    @Test
    void a_difference_is_none_either() {
        text.print(List.of(found("hi", 1, new Difference("hi:1/1", "free", "1", "2", "truth"))));

        assertThat(text.sum()).isFalse();
        assertThat(written.toString()).contains("hi:1/1 free: live 1, database 2 (by truth)");
    }
}
