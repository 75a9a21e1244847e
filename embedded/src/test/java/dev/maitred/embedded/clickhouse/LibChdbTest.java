package dev.maitred.embedded.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibChdbTest {
    @TempDir
    Path directory;

    @Test
    void a_library_named_by_hand_is_taken_as_it_is() throws IOException, ClickHouseUnavailableException {
        Path library = Files.createFile(directory.resolve("mine.so"));

        assertThat(LibChdb.locate(library.toString(), null)).isEqualTo(library);
    }

    @Test
    void a_missing_library_is_said_with_what_to_do() {
        assertThatThrownBy(() -> LibChdb.locate(directory.resolve("gone.so").toString(), null))
                .isInstanceOf(ClickHouseUnavailableException.class)
                .hasMessageContaining("gone.so");

        assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
        assertThatThrownBy(() -> LibChdb.locate(null, directory))
                .isInstanceOf(ClickHouseUnavailableException.class)
                .hasMessageContaining("embedded/native/install");
    }
}
