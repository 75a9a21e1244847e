package dev.maitred.launcher.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maitred.mapping.rule.Salt;
import dev.maitred.mapping.source.SourceDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SaltsTest {

    private static final String HASHES = """
            source: clinic
            tables:
              visits:
                activity: { subject: { hash: guest }, name: { constant: visit }, at: at, object: room }
            """;

    @TempDir
    private Path directory;

    private static PlatformSource source(String mapping, @Nullable Salt salt) {
        SourceDatabase database = new SourceDatabase("127.0.0.1", 5432, "clinic", "reader", "secret");
        return new PlatformSource(database, database, mapping, null, salt);
    }

    private @Nullable Salt salt(String mapping, @Nullable Salt given) {
        return new Salts(directory).give(source(mapping, given)).salt();
    }

    @Test
    void a_source_that_hashes_nothing_has_no_salt_and_nothing_is_written() throws IOException {
        assertThat(salt(HASHES.replace("{ hash: guest }", "guest"), new Salt("0123456789abcdef")))
                .isNull();
        assertThat(Files.list(directory)).isEmpty();
    }

    @Test
    void a_salt_that_nobody_gives_is_made_once_and_only_its_owner_may_read_it() throws IOException {
        Salt made = Objects.requireNonNull(salt(HASHES, null));
        assertThat(made.secret()).hasSizeGreaterThan(40);
        assertThat(salt(HASHES, null)).isEqualTo(made);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("salt-clinic"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_given_salt_is_taken_and_written_nowhere() throws IOException {
        Salt given = new Salt("0123456789abcdef");
        assertThat(salt(HASHES, given)).isEqualTo(given);
        assertThat(Files.list(directory)).isEmpty();
    }

    @Test
    void a_salt_tells_itself_to_nobody_and_its_fingerprint_tells_it_from_others() {
        Salt salt = new Salt("0123456789abcdef");
        assertThat(source(HASHES, salt).toString()).doesNotContain("0123456789abcdef");
        assertThat(salt.fingerprint())
                .matches("[0-9a-f]{16}")
                .isEqualTo(new Salt("0123456789abcdef").fingerprint())
                .isNotEqualTo(new Salt("0123456789abcdeF").fingerprint());
    }
}
