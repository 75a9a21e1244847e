package dev.maitred.launcher.demo;

import dev.maitred.embedded.DataDirectory;
import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.launcher.platform.Endpoints;
import dev.maitred.launcher.platform.Platform;
import dev.maitred.launcher.platform.PlatformPlan;
import dev.maitred.launcher.platform.Secrets;
import dev.maitred.packs.SourcePack;
import java.io.Closeable;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.context.support.GenericApplicationContext;

/** A platform on source packs, with everything embedded. */
public final class DemoPlatform implements Closeable {

    private final List<SourcePack> packs;
    private final PackSources sources;
    private volatile @Nullable Platform platform;

    private DemoPlatform(List<SourcePack> packs, PackSources sources) {
        this.packs = List.copyOf(packs);
        this.sources = sources;
    }

    /** Makes the beans that the demo adds to the ops API. */
    public interface Additions {

        /** @param platform not running yet */
        void addTo(GenericApplicationContext context, DemoPlatform platform);
    }

    /**
     * Starts all of it; when a part cannot start, what runs already is stopped again.
     *
     * @param httpPort 0 takes a free one
     * @param progress told each step as it begins
     */
    public static DemoPlatform start(
            DataDirectory data, List<SourcePack> packs, int httpPort, Additions additions, Consumer<String> progress)
            throws SQLException, IOException {
        PackSources sources = new PackSources(packs, new Secrets(data.root().resolve("secrets")));
        DemoPlatform demo = new DemoPlatform(packs, sources);
        PlatformPlan plan =
                PlatformPlan.embedded(sources, httpPort, (context, starting) -> additions.addTo(context, demo));
        demo.platform = Platform.start(data, plan, progress);
        return demo;
    }

    public List<SourcePack> packs() {
        return packs;
    }

    /** The pack of that name, where this runs it. */
    public Optional<SourcePack> pack(String name) {
        return packs.stream().filter(pack -> pack.name().equals(name)).findFirst();
    }

    /** Whether all its parts are there; its HTTP port answers a moment earlier. */
    public boolean isRunning() {
        return platform != null;
    }

    /** @throws IllegalStateException while it starts */
    public Platform platform() {
        Platform now = platform;
        if (now == null) {
            throw new IllegalStateException("The platform is not running yet");
        }
        return now;
    }

    public Endpoints endpoints() {
        return platform().endpoints();
    }

    /** The booking databases' superuser. */
    public PostgresEndpoint bookingSuperuser() {
        return platform().embeddedPostgres();
    }

    public String applicationPassword(SourcePack pack) {
        return sources.applicationPassword(pack);
    }

    @Override
    public void close() {
        Platform now = platform;
        if (now != null) {
            now.close();
        }
    }
}
