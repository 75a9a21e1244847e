package dev.maitred.launcher.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class TraceTextTest {

    private static String printed(String json) {
        StringWriter text = new StringWriter();
        new TraceText(new PrintWriter(text)).print(new JsonMapper().readTree(json));
        return text.toString();
    }

    @Test
    void long_sentences_are_wrapped_under_their_station() {
        String words = "word ".repeat(40).strip();
        assertThat(printed("{\"database\":{\"says\":\"" + words + "\"}}").lines())
                .allMatch(line -> line.length() <= 96)
                .filteredOn(line -> line.contains("word"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("  database  word") || line.startsWith("            word"));
    }

    @Test
    void a_terminal_is_told_nothing_that_it_obeys() {
        assertThat(printed("{\"row\":\"\\u001b[31m\\r7\",\"answer\":\"a\\u0007b\\nc\",\"notes\":[\"\\u009b2J\"]}"))
                .doesNotContain("\u001b", "\r", "\u0007", "\u009b")
                .contains("a b c");
    }

    @Test
    void an_amount_is_told_with_its_currency() {
        assertThat(printed(
                        "{\"rules\":[{\"now\":{\"says\":\"It.\",\"change\":{\"amount\":{\"minor\":500,\"currency\":\"EUR\"},"
                                + "\"units\":[\"7\",\"8\"]}}}]}"))
                .contains("amount 500 minor units of EUR, units 7 8");
    }
}
