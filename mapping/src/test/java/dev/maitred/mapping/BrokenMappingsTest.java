package dev.maitred.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maitred.mapping.language.MappingException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a person sees of a mapping that is wrong: the whole message, case by case, as it stands in the resources. */
class BrokenMappingsTest {

    private static final Map<String, String> CASES = sections("/mapping/broken-mappings.txt");
    private static final Map<String, String> MESSAGES = sections("/mapping/broken-mappings-messages.txt");

    @TestFactory
    Stream<DynamicTest> a_broken_mapping_says_where_what_and_how_to_mend_it() {
        return CASES.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> assertThat(message(each.getValue())).isEqualTo(MESSAGES.get(each.getKey()))));
    }

    @Test
    void every_message_belongs_to_a_case() {
        assertThat(MESSAGES.keySet()).containsExactlyElementsOf(CASES.keySet());
        assertThat(CASES).hasSizeGreaterThan(60);
    }

    @Test
    void no_message_is_of_a_machine() {
        assertThat(MESSAGES.values())
                .allSatisfy(message -> assertThat(message)
                        .contains("fault")
                        .doesNotContain("Exception", "dev.maitred", "com.fasterxml", "null pointer", "MissingNode"));
    }

    private static String message(String text) {
        String yaml = text.isEmpty() || text.startsWith("-") || text.startsWith("tables:") || text.startsWith("source:")
                ? text
                : "source: night\ntables:\n" + text.indent(2);
        MappingException failure = Objects.requireNonNull(
                catchThrowableOfType(MappingException.class, () -> Mapping.compile(yaml, Fixtures.CATALOGUE)),
                "it compiles");
        return String.valueOf(failure.getMessage());
    }

    /** Sections that begin with a line of {@code # title}. */
    private static Map<String, String> sections(String resource) {
        Map<String, String> sections = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(BrokenMappingsTest.class.getResourceAsStream(resource))) {
            String whole = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            List<String> parts = Arrays.stream(whole.split("(?m)^# "))
                    .filter(each -> !each.isEmpty())
                    .toList();
            for (String part : parts) {
                int end = part.indexOf('\n');
                sections.put(part.substring(0, end), part.substring(end + 1).stripTrailing());
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return sections;
    }
}
