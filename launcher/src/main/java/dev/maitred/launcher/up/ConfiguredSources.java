package dev.maitred.launcher.up;

import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.launcher.config.PlatformConfig;
import dev.maitred.launcher.platform.PlatformSource;
import dev.maitred.launcher.platform.SourceOrigin;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The databases that a platform's file names. They belong to others: nothing in them is prepared. */
final class ConfiguredSources implements SourceOrigin {

    private final PlatformConfig config;
    private final @Nullable Path file;

    ConfiguredSources(PlatformConfig config) {
        this(config, null);
    }

    /** @param file that says it; null: not known */
    ConfiguredSources(PlatformConfig config, @Nullable Path file) {
        this.config = config;
        this.file = file;
    }

    @Override
    public String start() {
        return "up --config " + (file == null ? "FILE" : file.toAbsolutePath().normalize());
    }

    @Override
    public boolean needsPostgres() {
        return false;
    }

    @Override
    public List<PlatformSource> sources(@Nullable PostgresServer postgres) {
        return config.sources().stream()
                .map(each -> new PlatformSource(
                        each.database(), each.database(), each.mappingYaml(), each.truth(), each.salt()))
                .toList();
    }

    @Override
    public void prepare(PlatformSource source) {}
}
