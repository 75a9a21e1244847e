package dev.maitred.ingest;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.capture.Capture;
import dev.maitred.ingest.capture.CaptureSink;
import dev.maitred.ingest.change.InForce;
import dev.maitred.ingest.change.MappingChange;
import dev.maitred.ingest.health.PartitionWatch;
import dev.maitred.ingest.health.ReplicationSlotWatch;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.memory.RowMemory;
import dev.maitred.ingest.memory.StandingRows;
import dev.maitred.ingest.publish.Publisher;
import dev.maitred.ingest.publish.StoredOffset;
import dev.maitred.ingest.publish.StoredSnapshot;
import dev.maitred.ingest.publish.StoredSource;
import dev.maitred.ingest.resync.ResyncRequests;
import dev.maitred.ingest.resync.Resyncs;
import dev.maitred.ingest.setup.Incarnation;
import dev.maitred.ingest.setup.Predecessor;
import dev.maitred.ingest.setup.RowEstimate;
import dev.maitred.ingest.snapshot.Snapshot;
import dev.maitred.ingest.transaction.IngestCounters;
import dev.maitred.ingest.transaction.RowMapper;
import dev.maitred.ingest.transaction.TransactionAssembler;
import dev.maitred.ingest.watermark.ClockMessages;
import dev.maitred.ingest.watermark.SourceClock;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to capture a source: from what is stored of it, through a snapshot where one is needed, to its log. It ends when
 * something fails, or when it is told to.
 */
final class Attempt {

    private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

    /**
     * What an attempt needs, which outlives it.
     *
     * @param ends whether it is to end
     */
    record Needs(
            IngestSettings settings,
            MappingChange change,
            Seams seams,
            IngestCounters counters,
            ResyncRequests resyncRequests,
            ReplicationSlotWatch replicationSlot,
            BooleanSupplier ends) {}

    /** Told how far it is. */
    interface Watcher {

        void publisher(Publisher opened);

        /** It reads or follows the source. */
        void running(int incarnation);

        void clock(SourceClock clock);
    }

    private final Needs needs;
    private final Watcher watcher;
    private final Publisher publisher;
    private final MappingChange change;

    private Attempt(Needs needs, Watcher watcher, Publisher publisher) {
        this.needs = needs;
        this.watcher = watcher;
        this.publisher = publisher;
        this.change = needs.change();
    }

    /**
     * Runs one to its end.
     *
     * @param unreadable the incarnation whose log holds a row that the mapping cannot be read from; 0: none
     */
    static void run(Needs needs, Watcher watcher, int unreadable)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        // Opening the publisher fences a predecessor and ends what it left open; only then is the offset final.
        try (Publisher opened = new Publisher(
                needs.settings().source(),
                needs.settings().kafkaBootstrap(),
                needs.seams().kafka())) {
            watcher.publisher(opened);
            new Attempt(needs, watcher, opened).run(unreadable);
        }
    }

    private void run(int unreadable) throws SQLException, IOException, InterruptedException, ExecutionException {
        IngestSettings settings = needs.settings();
        MemoryLoader loader = new MemoryLoader(settings.kafkaBootstrap());
        StoredSource stored = loader.stored(settings.source());
        InForce inForce;
        Incarnation incarnation;
        try (Connection connection = settings.database().connect()) {
            inForce = InForce.of(connection, change.wanted(), stored);
            incarnation = Incarnation.of(connection, inForce.settings(), stored, unreadable, inForce.anew());
            boolean begins = !incarnation.resumes() && incarnation.snapshot() == null;
            if (begins
                    && !inForce.settings().mappingYaml().equals(change.wanted().mappingYaml())) {
                inForce = InForce.anew(connection, change.wanted());
                incarnation = Incarnation.of(connection, inForce.settings(), stored, unreadable, null);
            }
            MappingChange.Switched switched =
                    incarnation.resumes() ? change.switched(inForce, incarnation.offset(), publisher) : null;
            if (switched != null) {
                inForce = switched.inForce();
                incarnation = new Incarnation(switched.offset(), true, incarnation.snapshot());
            }
            // Before anything is read of the tables, so that what changes from here on is noticed.
            PartitionWatch partitions = new PartitionWatch(inForce.mapping(), needs.resyncRequests());
            partitions.look(connection);
            needs.replicationSlot().beside(partitions);
            needs.counters().expect(RowEstimate.of(connection, unread(inForce.mapping(), incarnation)));
        }
        RowMemory memory = new RowMemory(inForce.mapping());
        loader.rows(memory);
        Predecessor.awaitFree(settings);
        publisher.start(incarnation.offset(), inForce.stored());
        change.captures(inForce);
        capture(inForce, incarnation, memory, stored.unread());
    }

    private static List<MappedTable> unread(Mapping mapping, Incarnation incarnation) {
        StoredSnapshot begun = incarnation.snapshot();
        return incarnation.resumes()
                ? List.of()
                : mapping.tables().stream()
                        .filter(table -> begun == null || !begun.tables().containsKey(table.name()))
                        .toList();
    }

    /** @param unread tables that are still to be read again by themselves */
    private void capture(InForce inForce, Incarnation incarnation, RowMemory memory, Set<TableName> unread)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        Mapping mapping = inForce.mapping();
        int number = incarnation.offset().incarnation();
        IngestCounters counters = needs.counters();
        StandingRows logs = new StandingRows(needs.settings().kafkaBootstrap(), mapping.source(), mapping.changeLogs());
        try (Resyncs resyncs =
                new Resyncs(mapping, number, needs.settings().database(), logs, needs.resyncRequests())) {
            TransactionAssembler assembler = new TransactionAssembler(
                    mapping,
                    number,
                    new RowMapper(mapping.source(), memory, counters),
                    publisher,
                    logs,
                    resyncs,
                    counters);
            CaptureSink sink = needs.seams().capture().apply(assembler);
            watcher.running(number);
            try (Snapshot reading = incarnation.resumes() ? null : snapshot(inForce, incarnation)) {
                StoredSnapshot snapshot = incarnation.snapshot();
                StoredOffset offset = incarnation.offset();
                if (reading == null) {
                    assembler.goOnWith(snapshot);
                } else {
                    snapshot = read(reading, incarnation, assembler, sink);
                    if (snapshot == null) {
                        // What ended it says so here, if it was a failure.
                        publisher.ended().getNow(null);
                        return;
                    }
                    offset = offset.at(snapshot.begin());
                }
                // What a life before did not come to, and what was written while a mapping was built.
                assembler.readAgain(Stream.concat(unread.stream(), change.unread().stream())
                        .filter(table -> mapping.table(table).isPresent())
                        .collect(Collectors.toSet()));
                follow(inForce, offset, snapshot == null ? Map.of() : snapshot.tables(), sink, reading);
            }
        }
    }

    private static Snapshot snapshot(InForce inForce, Incarnation incarnation) throws SQLException {
        StoredSnapshot begun = incarnation.snapshot();
        return begun == null
                ? Snapshot.begin(
                        inForce.settings(),
                        inForce.mapping(),
                        incarnation.offset().incarnation())
                : Snapshot.goOn(inForce.settings(), inForce.mapping(), begun);
    }

    /** @return all of it; null when it was told to end before */
    private @Nullable StoredSnapshot read(
            Snapshot snapshot, Incarnation incarnation, TransactionAssembler assembler, CaptureSink sink)
            throws SQLException, InterruptedException {
        if (incarnation.snapshot() == null && incarnation.offset().incarnation() == 1) {
            assembler.beginWith(snapshot.begun());
        } else {
            assembler.goOnWith(snapshot.begun());
        }
        return snapshot.read(sink, () -> {
            needs.counters().tellProgress(needs.settings().source());
            return needs.ends().getAsBoolean() || publisher.ended().isDone();
        });
    }

    /** @param reading what says that this process has the source, until the replication slot says so */
    private void follow(
            InForce inForce,
            StoredOffset offset,
            Map<TableName, Lsn> readAt,
            CaptureSink sink,
            @Nullable Snapshot reading)
            throws SQLException, IOException, InterruptedException, ExecutionException {
        ClockMessages messages = new ClockMessages(inForce.settings().publication(), offset.publication());
        try (Capture capture = new Capture(
                        inForce.settings(),
                        inForce.mapping(),
                        offset.lsn(),
                        readAt,
                        messages,
                        sink,
                        publisher::published);
                SourceClock clock =
                        new SourceClock(needs.settings().database(), messages, needs.counters()::lastCommitMicros)) {
            capture.start();
            clock.start();
            needs.counters().begun();
            watcher.clock(clock);
            needs.resyncRequests().hurryBy(clock::now);
            awaitEnd(capture, inForce, offset.incarnation(), clock, reading);
        }
    }

    private void awaitEnd(
            Capture capture, InForce inForce, int incarnation, SourceClock clock, @Nullable Snapshot reading)
            throws SQLException, InterruptedException, ExecutionException {
        Lsn before = needs.counters().clockLsn();
        CompletableFuture<@Nullable Object> end = CompletableFuture.anyOf(capture.ended(), publisher.ended());
        while (!needs.ends().getAsBoolean()) {
            if (reading != null && !needs.counters().clockLsn().equals(before)) {
                reading.close();
            }
            try {
                if (change.isReady(inForce, incarnation, publisher.published(), clock::now)) {
                    return;
                }
                end.get(change.stoodStill(needs.counters().clockLsn()) ? 10 : 100, TimeUnit.MILLISECONDS);
                return;
            } catch (TimeoutException e) {
                LOG.trace("{} goes on", inForce.mapping().source());
            }
        }
    }
}
