package dev.maitred.launcher.platform;

import dev.maitred.ingest.Ingest;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.change.MappingState;
import dev.maitred.ingest.health.ReplicationSlotHealth;
import dev.maitred.ingest.health.ReplicationSlotHealth.Standing;
import dev.maitred.ingest.transaction.SnapshotProgress;
import dev.maitred.ops.pipeline.SourceStatuses.MappingStatus;
import dev.maitred.ops.pipeline.SourceStatuses.ReplicationSlot;
import dev.maitred.ops.pipeline.SourceStatuses.ResyncStatus;
import dev.maitred.ops.pipeline.SourceStatuses.Snapshot;
import dev.maitred.ops.pipeline.SourceStatuses.SourceStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the ops API tells of an ingest that runs in the same process. */
final class IngestStatus {

    private IngestStatus() {}

    /** Asks nobody: ingest knows it. */
    static SourceStatus of(IngestSettings settings, Ingest ingest) {
        return new SourceStatus(
                settings.source(),
                ingest.state().name().toLowerCase(Locale.ROOT),
                ingest.failure(),
                ingest.counters().snapshotRows(),
                snapshot(ingest.counters().progress()),
                ingest.counters().deadLetters(),
                replicationSlot(ingest.replicationSlot()),
                mapping(ingest.mapping()));
    }

    private static MappingStatus mapping(MappingState state) {
        return new MappingStatus(
                state.state().name().toLowerCase(Locale.ROOT),
                state.version(),
                state.difference(),
                state.rowsRead(),
                state.rowsExpected() < 0 ? null : (Long) state.rowsExpected(),
                state.secondsLeft() < 0 ? null : (Long) state.secondsLeft(),
                state.failure());
    }

    static List<ResyncStatus> resyncs(IngestSettings settings, Ingest ingest) {
        return ingest.resyncs().all().stream()
                .map(each -> new ResyncStatus(
                        settings.source(),
                        each.id(),
                        each.scope(),
                        each.state().name().toLowerCase(Locale.ROOT),
                        each.lsn() == null ? null : each.lsn().toString(),
                        each.read(),
                        each.written(),
                        each.removed(),
                        each.failure()))
                .toList();
    }

    private static @Nullable Snapshot snapshot(@Nullable SnapshotProgress progress) {
        return progress == null
                ? null
                : new Snapshot(
                        progress.rows(),
                        progress.ofAbout(),
                        progress.left() == null ? null : (Long) progress.left().toSeconds());
    }

    private static ReplicationSlot replicationSlot(ReplicationSlotHealth health) {
        Standing standing = health.standing();
        return standing == null
                ? new ReplicationSlot(
                        health.name(), health.checkedAt(), health.failure(), null, null, null, null, null, null, null)
                : new ReplicationSlot(
                        health.name(),
                        health.checkedAt(),
                        health.failure(),
                        standing.active(),
                        standing.retainedBytes(),
                        standing.confirmedFlush(),
                        standing.walStatus(),
                        standing.safeWalBytes(),
                        standing.growthBytesPerSecond(),
                        standing.left() == null ? null : (Long) standing.left().toMinutes());
    }
}
