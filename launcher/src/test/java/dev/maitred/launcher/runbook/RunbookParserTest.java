package dev.maitred.launcher.runbook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maitred.launcher.runbook.Runbook.Heading;
import dev.maitred.launcher.runbook.Runbook.Language;
import dev.maitred.launcher.runbook.Runbook.Query;
import dev.maitred.launcher.runbook.Runbook.Text;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RunbookParserTest {

    @Test
    void a_runbook_is_text_with_queries_and_what_is_expected_of_them() {
        Runbook runbook = RunbookParser.parse("late", """
                # It is late

                Look at *this*:

                ```http
                GET /api/v1/pipeline
                ```

                ```expect
                /value/age < 2500 -- too old
                /value/state = "fine"
                ```

                ```sh
                rm -rf everything
                ```
                """);
        assertThat(runbook.title()).isEqualTo("It is late");
        assertThat(runbook.parts()).hasSize(4);
        assertThat(runbook.parts().get(0)).isEqualTo(new Heading(1, "It is late"));
        assertThat(runbook.parts().get(1)).isEqualTo(new Text("Look at *this*:"));
        Query query = (Query) runbook.parts().get(2);
        assertThat(query.language()).isEqualTo(Language.HTTP);
        assertThat(query.source()).isEqualTo("GET /api/v1/pipeline");
        assertThat(query.expectations()).extracting(Expectation::otherwise).containsExactly("too old", "");
        assertThat(runbook.parts().get(3)).isEqualTo(new Text("```sh\nrm -rf everything\n```"));
    }

    @Test
    void only_get_is_allowed() {
        assertThatThrownBy(() -> RunbookParser.parse("bad", "# Bad\n\n```http\nPOST /api/v1/reconciliations\n```\n"))
                .hasMessage(
                        "The runbook bad, line 4: Expected one line \"GET /path\", found \"POST /api/v1/reconciliations\".");
    }

    @Test
    void an_expectation_that_says_nothing_is_named_with_its_line() {
        assertThatThrownBy(() -> RunbookParser.parse("bad", "```sql\nSELECT 1\n```\n```expect\n/0/x ~ 1\n```\n"))
                .hasMessageContaining("line 5")
                .hasMessageContaining("/0/x ~ 1");
        assertThatThrownBy(() -> RunbookParser.parse("bad", "# Bad\n\n```expect\n/0/x = 1\n```\n"))
                .hasMessageContaining("belongs directly after the query");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                /a = 1                | true
                /a = 1.0              | true
                /a != 1               | false
                /a < 2                | true
                /a >= 2               | false
                /text = "x"           | true
                /text < 5             | false
                /nothing = null       | true
                /nothing < 5          | false
                /absent = null        | false
                /absent != 1          | false
                /a = /b               | false
                /b = /list/1/v        | true
                /list/*/v > 0         | true
                /list/*/v > 1         | false
                /empty/*/v > 0        | false
                """)
    void an_expectation_holds_when_all_that_it_points_at_is_so(String line, boolean holds) {
        var answer = new JsonMapper()
                .readTree("{'a':1,'b':2,'text':'x','nothing':null,'list':[{'v':1},{'v':2}],'empty':[]}"
                        .replace('\'', '"'));
        assertThat(Expectation.parse(line).judge(answer).holds()).isEqualTo(holds);
    }

    @Test
    void all_runbooks_of_the_folder_can_be_read_and_judge_something() throws IOException {
        assertThat(Runbooks.all())
                .isNotEmpty()
                .allSatisfy(runbook -> assertThat(runbook.parts())
                        .anySatisfy(part -> assertThat(part)
                                .isInstanceOfSatisfying(
                                        Query.class,
                                        query ->
                                                assertThat(query.expectations()).isNotEmpty())));
        assertThatThrownBy(() -> Runbooks.named("nix")).hasMessageContaining("There is availability-stale");
    }
}
