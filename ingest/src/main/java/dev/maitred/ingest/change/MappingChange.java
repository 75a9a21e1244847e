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
    private volatile Said said = new Said(null, null);

    /** The text of which that is said. */
    private @Nullable String saidOf;

    private volatile String difference = "";
    private volatile @Nullable String failure;
    private volatile @Nullable Shadow shadow;
    private volatile long expected = -1;
    private volatile long begunNanos;

    /** By which the source is captured; null: by none yet. */
    private volatile @Nullable String inForce;

    /** Two that were found to mean the same; null: none were. */
    private @Nullable Same same;

    private @Nullable Failed failed;

    private boolean tidy;

    private volatile boolean ready;

    /** When the last one in force was ended; null: it is known how long answers stood still then. */
    private @Nullable Long endedNanos;

    private @Nullable Lsn endedAt;

    /** Ends the shadow that came into force last. */
    private @Nullable Thread ending;

    private Set<TableName> unread = Set.of();

    /**
     * What is told, at once, so that nobody takes what is said of one mapping for what is said of another.
     *
     * @param state null: it is in force
     */
    private record Said(@Nullable State state, @Nullable String version) {}

    private record Same(String inForce, String wanted) {}

    /** The mapping that cannot be built, and when that was seen. */
    private record Failed(String yaml, long nanos) {}

    public MappingChange(IngestSettings wanted) {
        this.wanted = wanted;
    }

    /** The source by the mapping that is to be in force. */
    public IngestSettings wanted() {
        return wanted;
    }

    /** The text of the mapping by which the source is captured, or was last; null: by none yet. */
    public @Nullable String inForce() {
        return inForce;
    }

    /** The source is captured by it from now on. */
    public void captures(InForce by) {
        inForce = by.settings().mappingYaml();
    }

    public MappingState state() {
        Said now = said;
        Shadow building = shadow;
        if (now.state() == null) {
            return MappingState.settled(now.version());
        }
        long read = building == null ? 0 : building.rowsRead();
        double seconds = (System.nanoTime() - begunNanos) / 1e9;
        long left = now.state() != State.BUILDING || read == 0 || expected < 0
                ? -1
                : Math.round(Math.max(0, expected - read) * seconds / read);
        return new MappingState(now.state(), now.version(), read, expected, left, difference, failure);
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
                failed(building.settings().mappingYaml(), String.valueOf(building.failure()));
                return false;
            }
            if (building.incarnation() != incarnation
                    || !building.settings().mappingYaml().equals(wanted.mappingYaml())) {
                drop();
                return false;
            }
            if (building.isRead()) {
                say(State.SWITCHING, building.settings().mappingYaml());
            }
            ready = building.isReady(published);
            if (ready) {
                endedNanos = System.nanoTime();
                endedAt = null;
            } else if (said.state() == State.SWITCHING) {
                clockNow.run();
            }
            return ready;
        }
        if (!tidy) {
            tidy();
        }
        String now = inForce.settings().mappingYaml();
        // Somebody else may want another one while this looks.
        IngestSettings next = wanted;
        if (now.equals(next.mappingYaml()) || new Same(now, next.mappingYaml()).equals(same)) {
            say(null, next.mappingYaml());
            return false;
        }
        Thread last = ending;
        if (last != null && last.isAlive()) {
            return false;
        }
        Failed before = failed;
        if (before == null
                || !before.yaml().equals(next.mappingYaml())
                || System.nanoTime() - before.nanos() > REST.toNanos()) {
            begin(inForce, next, incarnation);
        }
        return false;
    }

    private void say(@Nullable State state, String yaml) {
        Said now = said;
        // Several times a second: a text is looked through only when it is another.
        if (now.state() != state || !yaml.equals(saidOf)) {
            said = new Said(state, MappingState.version(yaml));
            saidOf = yaml;
        }
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
        said = new Said(null, null);
        saidOf = null;
    }

    private void begin(InForce inForce, IngestSettings next, int incarnation) {
        String source = inForce.mapping().source();
        try (Connection connection = next.database().connect()) {
            Catalogue catalogue = PostgresCatalogue.read(connection);
            Mapping mapping = next.compile(catalogue);
            MappingDifference differs = MappingDifference.of(inForce.side(), Side.of(next.mappingYaml(), mapping));
            if (differs.isNone()) {
                same = new Same(inForce.settings().mappingYaml(), next.mappingYaml());
                return;
            }
            IngestSettings settings = next.publishedBy(
                    differs.needsPublication()
                            ? inForce.settings().otherPublication()
                            : inForce.settings().publication());
            difference = differs.toString();
            SourceCheck.check(connection, settings, mapping);
            Shadow begun = new Shadow(inForce.mapping(), settings, mapping, differs, incarnation);
            expected = RowEstimate.of(connection, mapping.only(differs.names()).tables());
            begunNanos = System.nanoTime();
            failure = null;
            failed = null;
            shadow = begun;
            say(State.BUILDING, next.mappingYaml());
            LOG.info(
                    "The mapping of {} is changed: {}. It is built aside; answers go on by the one before",
                    source,
                    differs);
            begun.start();
        } catch (SQLException e) {
            failed(next.mappingYaml(), SourceDatabase.explain(e));
        } catch (MappingException | SourceNotReadyException e) {
            failed(next.mappingYaml(), String.valueOf(e.getMessage()));
        }
    }

    private void failed(String yaml, String why) {
        if (!why.equals(failure)) {
            LOG.warn(
                    "The changed mapping of {} cannot be built; answers go on by the one before: {}",
                    wanted.source(),
                    why);
        }
        drop();
        failure = why;
        say(State.FAILED, yaml);
        failed = new Failed(yaml, System.nanoTime());
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
            unread = Set.copyOf(building.unread());
            // Answers stand still meanwhile: it goes beside.
            shadow = null;
            ending = Thread.ofPlatform().name("shadow-ends").start(building::close);
            say(null, building.settings().mappingYaml());
            failure = null;
            endedAt = next.lsn();
            return done;
        } catch (IllegalStateException e) {
            failed(building.settings().mappingYaml(), String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /** A mapping that came into force, and from where it goes on. */
    public record Switched(InForce inForce, StoredOffset offset) {}

    /** Whether the one in force was ended for the wanted one, which is not in its place yet. */
    public boolean isEnding() {
        return ready;
    }

    /** Tables that are to be read again, because of what was written while the last one was built; told once. */
    public Set<TableName> unread() {
        Set<TableName> told = unread;
        unread = Set.of();
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
