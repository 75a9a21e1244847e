package dev.maitred.launcher.demo;

import dev.maitred.embedded.postgres.PostgresEndpoint;
import dev.maitred.embedded.postgres.PostgresServer;
import dev.maitred.launcher.platform.PlatformSource;
import dev.maitred.launcher.platform.Secrets;
import dev.maitred.launcher.platform.SourceOrigin;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.ops.OpsSettings.TruthFile;
import dev.maitred.packs.SourcePack;
import dev.maitred.packs.SourcePacks;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Source packs, each in a database of its own of the embedded server. */
final class PackSources implements SourceOrigin {

    /** The role of ingest, of reconciliation and of the audit. */
    private static final String INGEST = "maitred_ingest";

    private final List<SourcePack> packs;
    private final Secrets secrets;
    private volatile @Nullable PostgresServer server;

    PackSources(List<SourcePack> packs, Secrets secrets) {
        this.packs = List.copyOf(packs);
        this.secrets = secrets;
    }

    @Override
    public boolean needsPostgres() {
        return true;
    }

    @Override
    public String start() {
        return "demo"
                + (packs.size() == 1 && packs.getFirst().name().equals("nightclub")
                        ? ""
                        : packs.size() == 1 ? " --pack " + packs.getFirst().name() : " --pack all");
    }

    @Override
    public List<PlatformSource> sources(@Nullable PostgresServer postgres) {
        PostgresServer running = Objects.requireNonNull(postgres);
        server = running;
        return packs.stream().map(pack -> source(pack, running.endpoint())).toList();
    }

    private PlatformSource source(SourcePack pack, PostgresEndpoint at) {
        return new PlatformSource(
                new SourceDatabase(at.host(), at.port(), pack.name(), INGEST, secrets.of(INGEST)),
                new SourceDatabase(at.host(), at.port(), pack.name(), at.user(), at.password()),
                pack.mappingYaml(),
                new TruthFile("truth.sql", pack.truthSql()),
                null);
    }

    @Override
    public void prepare(PlatformSource source) throws SQLException {
        SourcePack pack = SourcePacks.named(source.database().database());
        PackDatabase database = new PackDatabase(Objects.requireNonNull(server), pack);
        database.prepare(applicationPassword(pack));
        database.letIngestIn(source.database());
    }

    /** Of the pack's application, which books. */
    String applicationPassword(SourcePack pack) {
        return secrets.of(pack.applicationRole());
    }
}
