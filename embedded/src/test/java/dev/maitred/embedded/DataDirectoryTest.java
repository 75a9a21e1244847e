package dev.maitred.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path temporary;

    @Test
    void a_new_directory_is_made_for_its_owner_only_and_opened_again() throws IOException {
        Path directory = temporary.resolve("a/b");
        try (DataDirectory data = DataDirectory.open(directory)) {
            assertThat(data.logs()).isDirectory();
            assertThat(Files.getPosixFilePermissions(data.root()))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(data.postgres()).isEqualTo(data.root().resolve("postgres"));
        }
        try (DataDirectory data = DataDirectory.open(directory)) {
            assertThat(data.root()).isDirectory();
        }
    }

    @Test
    void a_foreign_directory_is_refused_and_left_as_it_is() throws IOException {
        Files.writeString(temporary.resolve("thesis.txt"), "mine");
        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("was not made by maitred")
                .hasMessageContaining("thesis.txt");
        assertThatThrownBy(() -> DataDirectory.openFresh(temporary)).isInstanceOf(EmbeddedException.class);
        try (var files = Files.list(temporary)) {
            assertThat(files).containsExactly(temporary.resolve("thesis.txt"));
        }
    }

    @Test
    void a_second_open_is_refused_by_naming_the_process_and_does_not_free_the_first() {
        try (DataDirectory first = DataDirectory.open(temporary)) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> DataDirectory.open(first.root()))
                        .isInstanceOf(EmbeddedException.class)
                        .hasMessageContaining("in use")
                        .hasMessageContaining(
                                Long.toString(ProcessHandle.current().pid()));
            }
        }
        DataDirectory.open(temporary).close();
    }

    @Test
    void fresh_deletes_the_data_and_not_what_links_point_at() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "");
        Path directory = temporary.resolve("data");
        try (DataDirectory data = DataDirectory.open(directory)) {
            Files.createDirectories(data.kafka().resolve("log"));
            Files.writeString(data.kafka().resolve("log/00.log"), "x");
            Files.createSymbolicLink(data.kafka().resolve("link"), outside);
        }
        try (DataDirectory data = DataDirectory.openFresh(directory)) {
            assertThat(data.kafka()).doesNotExist();
            assertThat(outside.resolve("kept")).exists();
        }
        DataDirectory.open(directory).close();
    }

    @Test
    void fresh_is_refused_while_the_directory_is_in_use_and_deletes_nothing() throws IOException {
        try (DataDirectory data = DataDirectory.open(temporary)) {
            Files.createDirectories(data.kafka());
            assertThatThrownBy(() -> DataDirectory.openFresh(temporary)).hasMessageContaining("in use");
            assertThat(data.kafka()).exists();
        }
    }

    @Test
    void a_full_disk_is_said() {
        assertThatThrownBy(() -> DataDirectory.open(temporary, false, Long.MAX_VALUE))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("MiB are free");
        DataDirectory.open(temporary).close();
    }

    @Test
    void a_place_that_cannot_be_written_is_said() {
        assertThatThrownBy(() -> DataDirectory.open(Path.of("/proc/maitred-data")))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void a_file_is_not_a_directory() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "");
        assertThatThrownBy(() -> DataDirectory.open(file)).hasMessageContaining("is a file");
    }

    @Test
    void data_of_a_later_format_is_refused() throws IOException {
        DataDirectory.open(temporary).close();
        Files.writeString(temporary.resolve(".maitred-data"), "maitred data directory, format 2\n");
        assertThatThrownBy(() -> DataDirectory.openFresh(temporary)).hasMessageContaining("format 2");
    }
}
