package dev.maitred.launcher.platform;

import dev.maitred.batch.audit.MappedTotals;
import dev.maitred.batch.audit.SourceTotals;
import dev.maitred.ingest.Ingest;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ops.OpsSettings;
import dev.maitred.ops.pipeline.SourceStatuses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sources of a platform, each with an ingest of its own: none waits for another, none fails with another. */
final class RunningSources implements SourceStatuses {

    private final List<Running> running = new ArrayList<>();

    private record Running(PlatformSource source, IngestSettings settings, Ingest ingest) {}

    /** @param parts gets each ingest, so that it is closed */
    RunningSources(List<PlatformSource> sources, String kafkaBootstrap, OpenParts parts) {
        for (PlatformSource source : sources) {
            IngestSettings settings = source.ingestSettings(kafkaBootstrap);
            running.add(new Running(source, settings, parts.add(new Ingest(settings))));
        }
    }

    /** What is done with a source before its ingest starts. */
    interface Preparation {
        void prepare(PlatformSource source) throws java.sql.SQLException;
    }

    void start(Preparation preparation) throws java.sql.SQLException {
        for (Running each : running) {
            preparation.prepare(each.source());
            each.ingest().start();
        }
    }

    List<PlatformSource> sources() {
        return running.stream().map(Running::source).toList();
    }

    /** Totals of each source's database, by the mapping that is in force when they are read. */
    List<SourceTotals> totals() {
        return running.stream()
                .<SourceTotals>map(each -> new MappedTotals(
                        each.settings().database(),
                        each.ingest()::mappingInForce,
                        each.settings().salt()))
                .toList();
    }

    @Override
    public @Nullable String mappingInForce(String source) {
        return running.stream()
                .filter(each -> each.source().name().equals(source))
                .map(each -> each.ingest().mappingInForce())
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<SourceStatus> all() {
        return running.stream()
                .map(each -> IngestStatus.of(each.settings(), each.ingest()))
                .toList();
    }

    @Override
    public List<ResyncStatus> resyncs() {
        return running.stream()
                .flatMap(each -> IngestStatus.resyncs(each.settings(), each.ingest()).stream())
                .toList();
    }

    /** All of them stop publishing for a while; what is captured waits. */
    void holdBack(Duration duration) {
        running.forEach(each -> each.ingest().holdBack(duration));
    }

    /** What reconciliation may read. */
    List<OpsSettings.SourceSettings> forReconciliation() {
        return running.stream().map(each -> settings(each.source())).toList();
    }

    private static OpsSettings.SourceSettings settings(PlatformSource source) {
        return new OpsSettings.SourceSettings(
                source.name(),
                source.database().host(),
                source.database().port(),
                source.database().database(),
                source.database().user(),
                source.database().password(),
                source.mappingYaml(),
                source.truth(),
                source.salt());
    }
}
