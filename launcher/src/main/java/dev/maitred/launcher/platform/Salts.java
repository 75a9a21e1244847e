package dev.maitred.launcher.platform;

import dev.maitred.mapping.language.MappingFile;
import dev.maitred.mapping.rule.Salt;
import java.nio.file.Path;

/** The salt of each source that hashes ids: the given one, or one that is made once and kept with the other secrets. */
final class Salts {

    private final Secrets secrets;

    /** @param directory of the secrets */
    Salts(Path directory) {
        this.secrets = new Secrets(directory);
    }

    /** The source with its salt; without one where it hashes nothing. */
    PlatformSource give(PlatformSource source) {
        MappingFile mapping = MappingFile.parse(source.mappingYaml());
        Salt given = source.salt();
        return source.salted(
                !mapping.hashes() ? null : given != null ? given : new Salt(secrets.of("salt-" + mapping.source())));
    }
}
