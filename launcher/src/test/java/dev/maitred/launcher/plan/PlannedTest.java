package dev.maitred.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.ingest.change.MappingPlan;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlannedTest {

    @Test
    void a_plan_tells_the_notes_of_its_mapping() {
        StringWriter printed = new StringWriter();
        new Planned(new MappingPlan(List.of(), null, List.of()), List.of("labels [void] are in no list"))
                .print("night", new PrintWriter(printed, true));
        assertThat(printed.toString()).startsWith("night: ").contains("  note: labels [void] are in no list");
    }
}
