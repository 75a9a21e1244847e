package dev.maitred.ingest.change;

import dev.maitred.contract.Lsn;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.change.MappingDifference.Side;
import dev.maitred.ingest.change.MappingState.State;
import dev.maitred.ingest.publish.Publisher;
import dev.maitred.ingest.publish.StoredOffset;
import dev.maitred.ingest.setup.RowEstimate;
import dev.maitred.ingest.setup.SourceCheck;
import dev.maitred.ingest.setup.SourceNotReadyException;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.catalogue.Catalogue;
import dev.maitred.mapping.catalogue.PostgresCatalogue;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.language.MappingException;
import dev.maitred.mapping.source.SourceDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the mapping that is wanted into force while the one before is captured by. Used by ingest's own thread, but for what it
 * tells.
 */
public final class MappingChange implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MappingChange.class);

    private static final Duration REST = Duration.ofSeconds(5);

    private volatile IngestSettings wanted;
    private volatile @Nullable State state;
    private volatile String difference = "";
    private volatile @Nullable String failure;
    private volatile @Nullable Shadow shadow;
    private volatile long expected = -1;
    private volatile long begunNanos;

    /** The mapping in force that was found to mean what the wanted one does. */
    private String sameAs = "";

    private @Nullable Long failedNanos;

    private boolean tidy;

    private volatile boolean ready;

    /** When the last one in force was ended; null: it is known how long answers stood still then. */
    private @Nullable Long endedNanos;

    private @Nullable Lsn endedAt;

    /** Ends the shadow that came into force last. */
    private @Nullable Thread ending;

    private Set<TableName> changedParents = Set.of();

    public MappingChange(IngestSettings wanted) {
        this.wanted = wanted;
    }

    /** The source by the mapping that is to be in force. */
    public IngestSettings wanted() {
        return wanted;
    }

    public MappingState state() {
        State now = state;
        Shadow building = shadow;
        if (now == null) {
            return MappingState.SETTLED;
        }
        long read = building == null ? 0 : building.rowsRead();
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        long left = now != State.BUILDING || read == 0 || expected < 0
                ? -1
                : Math.round(Math.max(0, expected - read) * seconds / read);
        return new MappingState(now, read, expected, left, difference, failure);
    }

    /**
     * Looks after it, several times a second.
     *
     * @param inForce by which the source is captured
     * @param published how far that has come; null: nowhere yet
     * @param clockNow lets the source tell its clock at once
     * @return whether that is to end now, so that the wanted one can take its place
     */
    public boolean isReady(InForce inForce, int incarnation, @Nullable Lsn published, Runnable clockNow)
            throws InterruptedException {
        Shadow building = shadow;
        if (building != null) {
            if (building.failure() != null) {
                failed(String.valueOf(building.failure()));
                return false;
            }
            if (building.incarnation() != incarnation
                    || !building.settings().mappingYaml().equals(wanted.mappingYaml())) {
                drop();
                return false;
            }
            if (building.isRead()) {
                state = State.SWITCHING;
            }
            ready = building.isReady(published);
            if (ready) {
                endedNanos = System.nanoTime();
                endedAt = null;
            } else if (state == State.SWITCHING) {
                clockNow.run();
            }
            return ready;
        }
        if (!tidy) {
            tidy();
        }
        String now = inForce.settings().mappingYaml();
        if (now.equals(wanted.mappingYaml()) || now.equals(sameAs)) {
            state = null;
            return false;
        }
        Thread before = ending;
        if (before != null && before.isAlive()) {
            return false;
        }
        Long failed = failedNanos;
        if (failed == null || System.nanoTime() - failed > REST.toNanos()) {
            begin(inForce, incarnation);
        }
        return false;
    }

    /** A shadow of an earlier process may have left its replication slot, which keeps the source's log for as long as it is there. */
    private void tidy() throws InterruptedException {
        try {
            Shadow.dropSlot(wanted);
            tidy = true;
        } catch (SQLException e) {
            LOG.warn("Whether a shadow left something behind cannot be seen yet: {}", SourceDatabase.explain(e));
        }
    }

    /** The source is to be left alone: what was begun begins anew when it is captured again. */
    public void leave() {
        drop();
        state = null;
    }

    private void begin(InForce inForce, int incarnation) {
        String source = inForce.mapping().source();
        try (Connection connection = wanted.database().connect()) {
            Catalogue catalogue = PostgresCatalogue.read(connection);
            Mapping mapping = wanted.compile(catalogue);
            MappingDifference differs = MappingDifference.of(inForce.side(), Side.of(wanted.mappingYaml(), mapping));
            if (differs.isNone()) {
                sameAs = inForce.settings().mappingYaml();
                return;
            }
            IngestSettings settings = wanted.publishedBy(
                    differs.needsPublication()
                            ? inForce.settings().otherPublication()
                            : inForce.settings().publication());
            difference = differs.toString();
            SourceCheck.check(connection, settings, mapping);
            Shadow begun = new Shadow(inForce.mapping(), settings, mapping, differs, incarnation);
            expected = RowEstimate.of(connection, mapping.only(differs.names()).tables());
            begunNanos = System.nanoTime();
            state = State.BUILDING;
            failure = null;
            failedNanos = null;
            shadow = begun;
            LOG.info(
                    "The mapping of {} is changed: {}. It is built aside; answers go on by the one before",
                    source,
                    differs);
            begun.start();
        } catch (SQLException e) {
            failed(SourceDatabase.explain(e));
        } catch (MappingException | SourceNotReadyException e) {
            failed(String.valueOf(e.getMessage()));
        }
    }

    private void failed(String why) {
        if (!why.equals(failure)) {
            LOG.warn(
                    "The changed mapping of {} cannot be built; answers go on by the one before: {}",
                    wanted.source(),
                    why);
        }
        drop();
        failure = why;
        state = State.FAILED;
        failedNanos = System.nanoTime();
    }

    /**
     * The one in force has ended, and nobody else writes: puts the wanted one in its place, if that is ready.
     *
     * @param inForce as stored
     * @param offset up to which everything stands
     * @return null: it goes on as it was
     */
    public @Nullable Switched switched(InForce inForce, StoredOffset offset, Publisher publisher)
            throws InterruptedException {
        Shadow building = shadow;
        if (!ready || building == null || building.incarnation() != offset.incarnation()) {
            return null;
        }
        ready = false;
        try {
            StoredOffset next = building.switchAt(offset, publisher);
            LOG.info(
                    "The changed mapping of {} is in force from {} on: {} records differed. {}",
                    wanted.source(),
                    offset.lsn(),
                    building.written(),
                    building.settings().publication().equals(inForce.settings().publication())
                            ? ""
                            : "The publication " + inForce.settings().publication()
                                    + " is not needed any more; it may stay for the next change");
            Switched done = new Switched(new InForce(building.settings(), building.mapping(), null), next);
            changedParents = Set.copyOf(building.changedParents());
            // Answers stand still meanwhile: it goes beside.
            shadow = null;
            ending = Thread.ofPlatform().name("shadow-ends").start(building::close);
            state = null;
            failure = null;
            endedAt = next.lsn();
            return done;
        } catch (IllegalStateException e) {
            failed(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** A mapping that came into force, and from where it goes on. */
    public record Switched(InForce inForce, StoredOffset offset) {}

    /** Whether the one in force was ended for the wanted one, which is not in its place yet. */
    public boolean isEnding() {
        return ready;
    }

    /** Tables of which something that others look up was changed while the last one was built; told once. */
    public Set<TableName> changedParents() {
        Set<TableName> told = changedParents;
        changedParents = Set.of();
        return told;
    }

    /** @return whether it is not known yet how long answers stood still when a mapping came into force */
    public boolean stoodStill(Lsn clock) {
        Long ended = endedNanos;
        Lsn at = endedAt;
        if (ended == null || at == null) {
            return false;
        }
        if (clock.compareTo(at) <= 0) {
            return true;
        }
        endedNanos = null;
        LOG.info(
                "Live answers of {} stood still for {} ms while its mapping came into force",
                wanted.source(),
                (System.nanoTime() - ended) / 1_000_000);
        return false;
    }

    /** Another mapping of the same source is wanted. */
    public void want(String yaml) {
        IngestSettings next = wanted.mappedBy(yaml);
        if (!next.source().equals(wanted.source())) {
            throw new IllegalArgumentException(
                    "Expected a mapping of " + wanted.source() + ", found one of " + next.source());
        }
        wanted = next;
    }

    private void drop() {
        Shadow building = shadow;
        shadow = null;
        ready = false;
        if (building != null) {
            building.close();
        }
    }

    @Override
    public void close() {
        drop();
        Thread last = ending;
        if (last != null) {
            try {
                last.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
