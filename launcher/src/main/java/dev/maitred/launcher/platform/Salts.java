package dev.maitred.launcher.platform;

import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.rule.Salt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The salt of each source that hashes ids: the given one, or one that is made once and kept with the other secrets. */
final class Salts {

    private static final Logger LOG = LoggerFactory.getLogger(Salts.class);

    private final Path directory;

    /** @param directory of the secrets */
    Salts(Path directory) {
        this.directory = directory;
    }

    /** The source with its salt; without one where it hashes nothing. */
    PlatformSource give(PlatformSource source) {
        MappingFile mapping = MappingFile.parse(source.mappingYaml());
        if (!mapping.hashes()) {
            return source.salted(null);
        }
        Salt given = source.salt();
        Salt salt = given != null ? given : new Salt(new Secrets(directory).of("salt-" + mapping.source()));
        compare(mapping.source(), salt.fingerprint());
        return source.salted(salt);
    }

    /** With another salt every id is another, and nobody would see by an id that it is of an older one. */
    private void compare(String source, String fingerprint) {
        Path file = directory.resolve("salt-" + source + ".fingerprint");
        try {
            Files.createDirectories(directory);
            String before = Files.exists(file) ? Files.readString(file).strip() : fingerprint;
            if (!before.equals(fingerprint)) {
                LOG.warn(
                        "The salt of {} is another than before (fingerprint {}, before {}): ids that were hashed until now stand"
                                + " beside other ones of the same people. Give the old salt again, or read all of it anew:"
                                + " ./maitred resync --source {}",
                        source,
                        fingerprint,
                        before,
                        source);
            }
            Files.writeString(file, fingerprint + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The fingerprint of the salt in " + file + " cannot be read or written", e);
        }
    }
}
