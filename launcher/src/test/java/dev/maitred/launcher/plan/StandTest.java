package dev.maitred.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class StandTest {

    private static Stand stand(String source, String mapping) {
        return Stand.of(new JsonMapper().readTree("{\"state\": \"" + source + "\", \"mapping\": " + mapping + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"state\": \"building\", \"version\": \"a\", \"rows\": 1200, \"ofAbout\": 9000, \"secondsLeft\": 2}"
                        + "|building: 1,200 of about 9,000 rows, about 3 s left",
                "{\"state\": \"building\", \"version\": \"a\", \"rows\": 0, \"ofAbout\": 9000, \"secondsLeft\": null}"
                        + "|building: 0 of about 9,000 rows",
                "{\"state\": \"building\", \"version\": \"a\", \"rows\": 5, \"ofAbout\": null}|building: 5 rows",
                "{\"state\": \"failed\", \"version\": \"a\", \"failure\": \"no publication\"}|failed: no publication",
                "{\"state\": \"in_force\", \"version\": \"a\", \"failure\": null}|in force",
                "{\"state\": \"in_force\", \"version\": null}|waits, the source is streaming",
            })
    void how_far_it_is_is_said_in_words(String mapping, String words) {
        assertThat(stand("streaming", mapping).line("a")).isEqualTo(words);
    }

    @Test
    void what_is_said_of_another_mapping_is_not_taken_for_its_own() {
        Stand before = stand("streaming", "{\"state\": \"in_force\", \"version\": \"before\"}");
        assertThat(before.isInForce()).isTrue();
        assertThat(before.isOf("after")).isFalse();
        assertThat(before.line("after")).isEqualTo("waits, the source is streaming");
    }

    @Test
    void a_source_that_is_left_alone_says_what_it_waits_for() {
        assertThat(stand("paused", "{\"state\": \"in_force\", \"version\": null}")
                        .line("a"))
                .contains("./maitred resume");
    }
}
