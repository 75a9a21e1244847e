package dev.maitred.ingest.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.connection.pgoutput.PgOutputMessageDecoder;
import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine would make of rows is replaced by what goes round it. */
class ReplacedClassesTest {

    @Test
    void the_class_in_use_is_ours_and_has_every_method_by_which_the_engine_calls_it() throws IOException {
        Class<?> replaced = PgOutputMessageDecoder.class;
        String file = replaced.getName().replace('.', '/') + ".class";
        List<URL> all = Collections.list(replaced.getClassLoader().getResources(file));

        assertThat(all).as("ours, and the one it stands before").hasSize(2);
        assertThat(all.getFirst().toString()).contains("/ingest/").doesNotContain("debezium-connector");
        assertThat(MethodsOfClassFile.publicMethods(all.getLast()))
                .isNotEmpty()
                .filteredOn(method -> !method.startsWith("close("))
                .allSatisfy(method -> assertThat(MethodsOfClassFile.publicMethods(all.getFirst()))
                        .contains(method));
    }
}
