package dev.maitred.ops.pipeline;

import dev.maitred.contract.Micros;
import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Replica.Travelled;
import dev.maitred.ops.answer.Watermarks;
import dev.maitred.ops.boards.BoardEntry;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.pipeline.SourceStatuses.ReplicationSlot;
import dev.maitred.ops.pipeline.SourceStatuses.SourceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The way of a change from commit to answer: how long each hop takes, and how the sources are. */
public final class Pipeline implements BoardReplica.Listener {

    private static final JsonMapper JSON = new JsonMapper();
    private static final double MICROS_PER_MILLI = 1_000.0;

    private final Watermarks watermarks;
    private final Supplier<@Nullable String> foldFailure;
    private final SourceStatuses statuses;
    private final Hop commitToIngest = new Hop("commit to ingest");
    private final Hop ingestToFold = new Hop("ingest to fold");
    private final Hop foldToBoard = new Hop("fold to board");

    /** @param foldFailure why the fold of this instance failed lately; gives null while all is well */
    public Pipeline(Watermarks watermarks, Supplier<@Nullable String> foldFailure, SourceStatuses statuses) {
        this.watermarks = watermarks;
        this.foldFailure = foldFailure;
        this.statuses = statuses;
    }

    @Override
    public void changed(
            int partition,
            String source,
            AsOf asOf,
            boolean anew,
            Map<String, @Nullable BoardEntry> changed,
            Travelled travelled) {
        // Watermarks without a change tell nothing of how long a change takes.
        if (changed.isEmpty() || !asOf.isKnown() || !travelled.live()) {
            return;
        }
        commitToIngest.took(travelled.ingestedAt() - asOf.clockMicros() / MICROS_PER_MILLI);
        ingestToFold.took(travelled.foldedAt() - travelled.ingestedAt());
        foldToBoard.took(travelled.readAt() - travelled.foldedAt());
    }

    /** The least that all sources stand at. */
    public AsOf asOf() {
        return watermarks.sources().stream()
                .map(watermarks::least)
                .reduce(AsOf::least)
                .orElse(AsOf.NOTHING);
    }

    public byte[] json() {
        ObjectNode value = JSON.createObjectNode();
        ArrayNode sources = value.putArray("sources");
        Map<String, SourceStatus> byName =
                statuses.all().stream().collect(Collectors.toMap(SourceStatus::source, Function.identity()));
        Set<String> names = new TreeSet<>(watermarks.sources());
        names.addAll(byName.keySet());
        int answering = 0;
        for (String name : names) {
            source(sources.addObject(), name, byName.get(name));
            answering += watermarks.answering(name);
        }
        value.putObject("partitions").put("answering", answering).put("of", names.size() * Topics.PARTITIONS);
        value.putObject("fold").put("failure", foldFailure.get());
        return JSON.writeValueAsBytes(value);
    }

    private void source(ObjectNode node, String name, @Nullable SourceStatus status) {
        AsOf asOf = watermarks.least(name);
        node.put("source", name).put("state", status == null ? "unknown" : status.state());
        if (asOf.isKnown()) {
            node.put("lsn", asOf.lsn().toString())
                    .put("clock", Micros.instant(asOf.clockMicros()).toString())
                    .put("ageMillis", asOf.ageMillis());
        } else {
            node.putNull("lsn").putNull("clock").putNull("ageMillis");
        }
        ArrayNode hops = node.putArray("hops");
        for (Hop hop : List.of(commitToIngest, ingestToFold, foldToBoard)) {
            ObjectNode each = hops.addObject().put("hop", hop.name());
            quantile(each, "p50Millis", hop.quantile(0.5));
            quantile(each, "p99Millis", hop.quantile(0.99));
        }
        if (status != null) {
            node.put("failure", status.failure());
            SourceStatuses.Snapshot snapshot = status.snapshot();
            if (snapshot != null) {
                node.putObject("snapshot")
                        .put("rows", snapshot.rows())
                        .put("ofAbout", snapshot.ofAbout())
                        .put("secondsLeft", snapshot.secondsLeft());
            }
            node.put("snapshotRows", status.snapshotRows()).put("deadLetters", status.deadLetters());
            replicationSlot(node.putObject("replicationSlot"), status.replicationSlot());
            SourceStatuses.MappingStatus mapping = status.mapping();
            if (mapping != null) {
                node.putObject("mapping")
                        .put("state", mapping.state())
                        .put("version", mapping.version())
                        .put("change", mapping.change())
                        .put("rows", mapping.rows())
                        .put("ofAbout", mapping.ofAbout())
                        .put("secondsLeft", mapping.secondsLeft())
                        .put("failure", mapping.failure());
            }
        }
    }

    private static void replicationSlot(ObjectNode node, ReplicationSlot slot) {
        Instant checkedAt = slot.checkedAt();
        node.put("name", slot.name())
                .put("active", slot.active())
                .put("retainedBytes", slot.retainedBytes())
                .put(
                        "confirmedFlushLsn",
                        slot.confirmedFlush() == null
                                ? null
                                : slot.confirmedFlush().toString())
                .put("walStatus", slot.walStatus())
                .put("safeWalBytes", slot.safeWalBytes())
                .put("growthBytesPerSecond", slot.growthBytesPerSecond())
                .put("minutesLeft", slot.minutesLeft())
                .put("checkedAt", checkedAt == null ? null : checkedAt.toString())
                .put(
                        "ageMillis",
                        checkedAt == null
                                ? null
                                : (Long) Math.max(
                                        0,
                                        Duration.between(checkedAt, Instant.now())
                                                .toMillis()))
                .put("failure", slot.failure());
    }

    private static void quantile(ObjectNode node, String name, double millis) {
        if (Double.isNaN(millis)) {
            node.putNull(name);
        } else {
            node.put(name, Math.round(millis * 10) / 10.0);
        }
    }
}
