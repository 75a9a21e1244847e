package dev.maitred.ingest;

import dev.maitred.ingest.change.InForce;
import dev.maitred.ingest.change.MappingChange;
import dev.maitred.ingest.change.MappingState;
import dev.maitred.ingest.health.ReplicationSlotHealth;
import dev.maitred.ingest.health.ReplicationSlotWatch;
import dev.maitred.ingest.memory.MemoryLoader;
import dev.maitred.ingest.pause.Pause;
import dev.maitred.ingest.publish.Publisher;
import dev.maitred.ingest.publish.StoredSource;
import dev.maitred.ingest.resync.Commands;
import dev.maitred.ingest.resync.ResyncRequests;
import dev.maitred.ingest.setup.Predecessor;
import dev.maitred.ingest.transaction.IngestCounters;
import dev.maitred.ingest.watermark.SourceClock;
import dev.maitred.mapping.language.MappingException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures one source for as long as it runs. Whatever fails, it begins again from what was published: at once after the first
 * failure, later after more of them.
 */
public final class Ingest implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    private static final Duration LONGEST_REST = Duration.ofSeconds(30);
    private static final Duration LOOKS_EVERY = Duration.ofMillis(200);
    private static final Duration STALLED_AFTER = Duration.ofSeconds(10);

    /** What a source is doing. */
    public enum State {
        STARTING,
        SNAPSHOTTING,
        STREAMING,
        /** Another process captures the source; this one takes over when it ends. */
        STANDBY,
        /** Somebody wants it to be left alone; PostgreSQL keeps its log meanwhile. */
        PAUSED,
        /** It failed and begins again. */
        FAILED,
        STOPPED
    }

    private final IngestSettings settings;
    private final MappingChange change;
    private final Seams seams;
    private final IngestCounters counters = new IngestCounters();
    private final ResyncRequests resyncRequests = new ResyncRequests();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile State state = State.STARTING;
    private volatile @Nullable String failure;
    private volatile @Nullable Publisher publisher;
    private volatile @Nullable SourceClock sourceClock;
    private final ReplicationSlotWatch replicationSlot;
    private final Pause pause;
    private final Commands commands;
    private @Nullable Thread thread;

    /** The incarnation that is captured; 0: none yet. */
    private int running;

    /** The incarnation whose log holds a row that the mapping cannot be read from; 0: none. */
    private int unreadable;

    public Ingest(IngestSettings settings) {
        this(settings, Seams.NONE);
    }

    /** @param seams where a test can end it as a crash would */
    Ingest(IngestSettings settings, Seams seams) {
        this.settings = settings;
        this.change = new MappingChange(settings);
        this.seams = seams;
        this.replicationSlot = new ReplicationSlotWatch(settings.database(), settings.replicationSlot());
        this.pause = new Pause(settings.kafkaBootstrap(), settings.source());
        this.commands = new Commands(
                settings.kafkaBootstrap(), settings.source(), this::clockNow, resyncRequests, pause, this::map);
    }

    public void start() {
        replicationSlot.start();
        commands.start();
        thread = Thread.ofPlatform().name("ingest-" + settings.source()).start(this::run);
    }

    public State state() {
        return state == State.STREAMING && counters.isSnapshotting() ? State.SNAPSHOTTING : state;
    }

    /** Why the last attempt failed, or what keeps this one from going on; null while all is well. */
    public @Nullable String failure() {
        String ofAttempt = failure;
        if (ofAttempt != null || state != State.STREAMING) {
            return ofAttempt;
        }
        SourceClock clock = sourceClock;
        if (clock == null) {
            return null;
        }
        String ofClock = clock.failure();
        return ofClock != null ? ofClock : stall();
    }

    /** A source's clock comes back within moments: when it does not, something on its way stands still without having failed. */
    private @Nullable String stall() {
        Duration silence = counters.silence();
        Publisher running = publisher;
        if (silence.compareTo(STALLED_AFTER) < 0
                || running == null
                || running.holdBack().isHolding()) {
            return null;
        }
        return "Nothing has come from the source's log for " + silence.toSeconds()
                + " s, not even the clock that is written into it: its sender stands still or decodes a large transaction, or Kafka"
                + " takes nothing";
    }

    /** What PostgreSQL says of the replication slot; looked at every few seconds, not by this call. */
    public ReplicationSlotHealth replicationSlot() {
        return replicationSlot.latest();
    }

    public IngestCounters counters() {
        return counters;
    }

    /** Rows to be read again, and what became of those that were asked for. */
    public ResyncRequests resyncs() {
        return resyncRequests;
    }

    /** By what mapping it is captured, and what becomes of another one. */
    public MappingState mapping() {
        return change.state();
    }

    /**
     * The text of the mapping that its log is made by: until another one is in force, that is not the one that is wanted. Before it is
     * known what is in force, the file's.
     */
    public String mappingInForce() {
        String known = change.inForce();
        return known == null ? settings.mappingYaml() : known;
    }

    /**
     * Another mapping of the same source: it is built aside, and comes into force when it is there.
     *
     * @throws MappingException when it is no mapping
     * @throws IllegalArgumentException when it is one of another source
     */
    void map(String yaml) {
        change.want(yaml);
    }

    /** Lets the source tell its clock at once. */
    void clockNow() {
        SourceClock running = sourceClock;
        if (running != null) {
            running.now();
        }
    }

    /** Stops publishing for a while; what is captured waits. */
    public void holdBack(Duration duration) {
        Publisher running = publisher;
        if (running != null) {
            running.holdBack().hold(duration);
        }
    }

    private void run() {
        Duration rest = Duration.ofMillis(200);
        while (closing.getCount() > 0) {
            long begun = System.nanoTime();
            try {
                if (isPaused()) {
                    continue;
                }
                attempt();
                if (change.isEnding()) {
                    continue;
                }
            } catch (SQLException | IOException | ExecutionException | RuntimeException e) {
                Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
                state = State.FAILED;
                if (FailureReasons.isOfAnotherSchema(cause)) {
                    // The mapping is compiled anew first: only when the tables fit it is all of it read again.
                    unreadable = running;
                }
                String why = FailureReasons.reason(cause);
                failure = why;
                LOG.warn("Capture of {} failed; it begins again from what was published: {}", settings.source(), why);
                // A line is for whoever looks on; where it came from is for whoever looks into it.
                LOG.info("Where capture of {} failed", settings.source(), cause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
            if (System.nanoTime() - begun > LONGEST_REST.toNanos()) {
                rest = Duration.ofMillis(200);
            }
            if (isClosingWithin(rest)) {
                break;
            }
            rest = rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
        }
        change.close();
        state = State.STOPPED;
    }

    /** Waits for as long as somebody wants it. */
    private boolean isPaused() throws InterruptedException {
        pause.recall(new MemoryLoader(settings.kafkaBootstrap()));
        boolean paused = pause.isWanted();
        if (paused) {
            change.leave();
        }
        while (pause.isWanted()) {
            state = State.PAUSED;
            failure = null;
            if (closing.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return paused;
    }

    private boolean isClosingWithin(Duration rest) {
        try {
            return closing.await(rest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** One attempt: it ends when something fails, or when this is closed. */
    private void attempt() throws SQLException, IOException, InterruptedException, ExecutionException {
        // Where a mapping is about to take the place of another, all of that has just been looked at.
        if (!change.isEnding()) {
            StoredSource stored = new MemoryLoader(settings.kafkaBootstrap()).stored(settings.source());
            try (Connection connection = settings.database().connect()) {
                InForce.of(connection, change.wanted(), stored);
                if (isStandby(connection)) {
                    return;
                }
            }
        }
        try {
            Attempt.run(
                    new Attempt.Needs(
                            settings, change, seams, counters, resyncRequests, replicationSlot, this::isToEnd),
                    new Shown(),
                    unreadable);
        } finally {
            publisher = null;
            sourceClock = null;
        }
    }

    private boolean isToEnd() {
        return closing.getCount() == 0 || pause.isWanted();
    }

    /** What others ask this for is of the attempt that runs. */
    private final class Shown implements Attempt.Watcher {

        @Override
        public void publisher(Publisher opened) {
            publisher = opened;
        }

        @Override
        public void running(int incarnation) {
            running = incarnation;
            counters.begun();
            state = State.STREAMING;
            failure = null;
        }

        @Override
        public void clock(SourceClock clock) {
            sourceClock = clock;
        }
    }

    /**
     * Waits for as long as another process captures the source.
     *
     * @return whether it did: then all is to be looked at anew
     */
    private boolean isStandby(Connection connection) throws SQLException, InterruptedException {
        boolean waited = false;
        while (Predecessor.captures(connection, settings)) {
            if (!waited) {
                LOG.info("Another process captures {}; this one waits for its end", settings.source());
                state = State.STANDBY;
                failure = null;
            }
            waited = true;
            if (pause.isWanted() || closing.await(LOOKS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
        }
        return waited;
    }

    @Override
    public void close() {
        closing.countDown();
        replicationSlot.close();
        commands.close();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(Duration.ofSeconds(15));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
