package dev.maitred.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.maitred.embedded.testing.TestDatabase;
import dev.maitred.embedded.testing.TestServers;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.rule.Salt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the reference and the schema for editors say what the language is: on a database that has the reference's own tables. */
@Timeout(120)
class DocumentationIT {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Salt SALT = new Salt("a salt for examples only");

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text(DOCS.resolve("mapping.schema.json")), InputFormat.JSON);

    @Test
    void every_example_of_the_reference_compiles_on_the_tables_of_the_reference() throws SQLException {
        List<String> examples = examples();
        assertThat(examples).hasSizeGreaterThan(20);
        TestDatabase database = TestServers.newDatabase("reference");
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : blocks("sql")) {
                statement.execute(sql);
            }
            Catalogue catalogue = PostgresCatalogue.read(connection);
            for (String example : examples) {
                assertThatCode(() -> Mapping.compile(example, catalogue, SALT))
                        .as(example)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void every_example_of_the_reference_is_right_for_an_editor() {
        assertThat(examples())
                .allSatisfy(example -> assertThat(schema.validate(example, InputFormat.YAML))
                        .as(example)
                        .isEmpty());
    }

    @Test
    void every_mapping_of_this_project_is_right_for_an_editor() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", "source-packs", "src", "main", "resources"))) {
            List<Path> mappings =
                    files.filter(file -> file.endsWith("mapping.yaml")).toList();
            assertThat(mappings)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(schema.validate(text(file), InputFormat.YAML))
                            .as(file.toString())
                            .isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clubs: { venue: { nam: name } }",
                "clubs: { venue: {} }",
                "clubs: { palace: { name: name } }",
                "clubs: { venue: { name: { colum: name } } }",
                "clubs: { venue: { name: { column: name, constant: A } } }",
                "clubs: { venue: { name: name, grid: 15 } }",
                "clubs: { venue: { name: name, on_delete: kep } }",
                "clubs: 7",
                "bookings: { occupant: { venue: id, state: status } }",
                "bookings: { occupant: { venue: id, state: { constant: canceled } } }",
                "bookings: { occupant: { venue: id, state: { column: status, values: { confirmd: A } } } }",
                "bookings: { occupant: { venue: id, state: { constant: held }, amount: { minor: a } } }",
                "bookings: { occupant: { venue: id, state: { constant: held }, starts_at: { local: wall } } }",
                "things: { unit: { venue: { lookup: club_id, in: events } } }",
                "bookings: { hours: { venue: id } }",
                "bookings: { document: { subject: id, name: status } }",
            })
    void what_is_broken_is_marked_by_an_editor(String tables) {
        assertThat(schema.validate("source: night\ntables:\n  " + tables, InputFormat.YAML))
                .isNotEmpty();
    }

    private static List<String> examples() {
        return blocks("yaml").stream()
                .map(block -> block.startsWith("source:") ? block : "source: example\ntables:\n" + block.indent(2))
                .toList();
    }

    private static List<String> blocks(String language) {
        Matcher matcher =
                Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(text(DOCS.resolve("mapping.md")));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
