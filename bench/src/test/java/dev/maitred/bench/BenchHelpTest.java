package dev.maitred.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class BenchHelpTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Bench.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void it_is_called_as_it_is_typed() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).startsWith("Usage: maitred bench ");
        assertThat(run("reads", "--help")).isZero();
        assertThat(out.toString()).contains("Usage: maitred bench reads ");
    }

    @Test
    void what_is_typed_wrongly_points_to_the_help() {
        assertThat(run("reads", "--nope")).isEqualTo(2);
        assertThat(err.toString())
                .contains("Try './maitred bench reads --help'")
                .doesNotContain("Usage:");
    }
}
