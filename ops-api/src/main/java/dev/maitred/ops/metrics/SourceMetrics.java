package dev.maitred.ops.metrics;

import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.pipeline.SourceStatuses;
import dev.maitred.ops.pipeline.SourceStatuses.ReplicationSlot;
import dev.maitred.ops.pipeline.SourceStatuses.SourceStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** How each source's ingest and replication slot are, as {@code docs/metrics.md} lists them. What is not known is NaN and never zero. */
final class SourceMetrics {

    private final SourceStatuses statuses;
    private final Watermarks watermarks;
    private final MeterRegistry registry;

    SourceMetrics(SourceStatuses statuses, Watermarks watermarks, MeterRegistry registry) {
        this.statuses = statuses;
        this.watermarks = watermarks;
        this.registry = registry;
    }

    void of(String source) {
        gauge(source, "maitred.answers.age.seconds", "How old live answers are", any -> age(source));
        gauge(
                source,
                "maitred.source.up",
                "1: read or being read for the first time; 0: anything else",
                SourceMetrics::up);
        gauge(source, "maitred.snapshot.rows", "Rows read by the last snapshot", SourceStatus::snapshotRows);
        slot(source, "retained.bytes", "Log that PostgreSQL keeps for the source", ReplicationSlot::retainedBytes);
        slot(source, "growth.bytes.per.second", "How fast what is kept grows", ReplicationSlot::growthBytesPerSecond);
        slot(
                source,
                "safe.bytes",
                "Log that can still be written before it is given up",
                ReplicationSlot::safeWalBytes);
        slot(source, "minutes.left", "Until it is given up if it grows on like this", ReplicationSlot::minutesLeft);
        slot(source, "active", "Whether it is in use", each -> each.active() == null ? null : each.active() ? 1 : 0);
        FunctionCounter.builder(
                        "maitred.dead.letters", statuses, all -> orNaN(status(source), SourceStatus::deadLetters))
                .tag("source", source)
                .description("Rows put aside since the start")
                .register(registry);
    }

    private interface Reading {
        @Nullable
        Number of(ReplicationSlot slot);
    }

    private void slot(String source, String name, String description, Reading reading) {
        gauge(source, "maitred.replication.slot." + name, description, status -> {
            Number read = reading.of(status.replicationSlot());
            return read == null ? Double.NaN : read.doubleValue();
        });
    }

    private void gauge(String source, String name, String description, ToDoubleFunction<SourceStatus> value) {
        Gauge.builder(name, statuses, all -> orNaN(status(source), value))
                .tag("source", source)
                .description(description)
                .register(registry);
    }

    private static double up(SourceStatus status) {
        return status.failure() == null
                        && (status.state().equals("streaming") || status.state().equals("snapshotting"))
                ? 1
                : 0;
    }

    private double age(String source) {
        AsOf asOf = watermarks.least(source);
        return asOf.isKnown() ? asOf.ageMillis() / 1_000.0 : Double.NaN;
    }

    private static double orNaN(@Nullable SourceStatus status, ToDoubleFunction<SourceStatus> value) {
        return status == null ? Double.NaN : value.applyAsDouble(status);
    }

    private @Nullable SourceStatus status(String source) {
        return statuses.all().stream()
                .filter(each -> each.source().equals(source))
                .findFirst()
                .orElse(null);
    }
}
