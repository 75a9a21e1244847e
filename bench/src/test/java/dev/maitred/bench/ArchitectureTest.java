package dev.maitred.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.maitred.contract.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The borders of the modules. Lives here because this module alone sees all of them. */
class ArchitectureTest {

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.maitred");

    @Test
    void the_contract_points_at_nothing_of_ours() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.maitred.contract..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.maitred.mapping..",
                        "dev.maitred.ingest..",
                        "dev.maitred.streams..",
                        "dev.maitred.ops..",
                        "dev.maitred.batch..",
                        "dev.maitred.embedded..",
                        "dev.maitred.packs..")
                .because("everything points at the contract; move what needs the other module there"));
    }

    @Test
    void code_does_not_point_along_the_data() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.maitred.ingest..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.maitred.streams..", "dev.maitred.ops..", "dev.maitred.batch..")
                .because("ingest speaks through the change logs only; put shared words into the contract"));
        check(noClasses()
                .that()
                .resideInAPackage("dev.maitred.streams..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.maitred.ingest..", "dev.maitred.ops..", "dev.maitred.batch..", "dev.maitred.mapping..")
                .because("a fold knows changes only; map rows before, answer after"));
        check(noClasses()
                .that()
                .resideInAPackage("dev.maitred.batch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.maitred.ingest..", "dev.maitred.streams..", "dev.maitred.ops..")
                .because("the nightly job reads the change logs; put shared words into the contract"));
        check(noClasses()
                .that()
                .resideInAPackage("dev.maitred.ops..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.maitred.ingest..", "dev.maitred.batch..", "dev.maitred.launcher..")
                .because("the ops API hosts the topology and nothing else; whoever starts it hands in what it needs"));
    }

    @Test
    void servers_and_packs_stand_for_themselves() {
        check(noClasses()
                .that()
                .resideInAnyPackage("dev.maitred.embedded..", "dev.maitred.packs..", "dev.maitred.clickhouse..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.maitred.contract..",
                        "dev.maitred.mapping..",
                        "dev.maitred.ingest..",
                        "dev.maitred.streams..",
                        "dev.maitred.ops..",
                        "dev.maitred.batch..",
                        "dev.maitred.launcher..")
                .because("they are used by any module's tests; a cycle would begin here"));
    }

    @Test
    void folds_know_neither_kafka_nor_a_clock() {
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.maitred.streams.fold..", "dev.maitred.streams.venue..", "dev.maitred.streams.queue..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.springframework..")
                .because("state machines are pure; the processor in streams.topology does the reading and writing"));
        check(noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.maitred.streams.fold..", "dev.maitred.streams.venue..", "dev.maitred.streams.queue..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(dev.maitred.contract.Micros.class, "now")
                .because("now is the source's clock at the watermark; take it from the change"));
    }

    @Test
    void mapping_knows_neither_kafka_nor_debezium() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.maitred.mapping..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.debezium..")
                .because("rows are mapped alike whoever read them: capture, reconciliation, audit"));
    }

    @Test
    void no_package_is_called_after_nothing() {
        check(noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..common..", "..helper..", "..helpers..", "..manager..", "..impl..")
                .because("a package is called after what it holds"));
    }

    @Test
    void topic_names_are_written_in_one_place() throws IOException {
        List<String> quoted =
                Topics.ALL.stream().map(topic -> '"' + topic.name() + '"').toList();
        Path root = Path.of("..").toAbsolutePath().normalize();
        List<Path> writers;
        try (Stream<Path> files = Files.walk(root)) {
            writers = files.filter(file -> file.toString().contains("/src/main/java/")
                            && file.toString().endsWith(".java"))
                    .filter(file -> quoted.stream().anyMatch(read(file)::contains))
                    .toList();
        }
        assertThat(writers)
                .as("a topic's name stands in contract.Topics alone; take it from there")
                .singleElement()
                .satisfies(file -> assertThat(file).endsWith(Path.of("contract", "Topics.java")));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(ArchRule rule) {
        rule.check(ALL);
    }
}
