package dev.maitred.launcher.nightly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.batch.nightly.NightlyOutcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class NightlyCommandTest {

    private static String printed(boolean already) {
        StringWriter out = new StringWriter();
        NightlyCommand.print(
                new PrintWriter(out, true),
                new NightlyOutcome(
                        LocalDate.parse("2026-11-20"),
                        "2026-11-20.1",
                        5,
                        5,
                        1,
                        1,
                        2.5,
                        Instant.parse("2026-11-21T08:01:00Z"),
                        "AB",
                        "CD",
                        true,
                        "",
                        List.of(),
                        already));
        return out.toString();
    }

    @Test
    void figures_of_an_earlier_run_are_said_to_be_and_when_that_was() {
        assertThat(printed(true).lines())
                .first()
                .asString()
                .contains("done before", "nothing was done now", "ended 2026-11-21T08:01:00Z", "--again");
    }

    @Test
    void figures_of_this_run_need_no_explanation() {
        assertThat(printed(false)).startsWith("2026-11-20, run 2026-11-20.1: ").doesNotContain("before", "earlier");
    }
}
