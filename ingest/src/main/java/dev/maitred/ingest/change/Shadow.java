package dev.maitred.ingest.change;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.Reason;
import dev.maitred.contract.Topic;
import dev.maitred.contract.Topics;
import dev.maitred.contract.wire.ChangeHeaders;
import dev.maitred.ingest.IngestSettings;
import dev.maitred.ingest.capture.Capture;
import dev.maitred.ingest.publish.Outgoing;
import dev.maitred.ingest.publish.Publisher;
import dev.maitred.ingest.publish.StoredOffset;
import dev.maitred.ingest.setup.Predecessor;
import dev.maitred.ingest.setup.Publication;
import dev.maitred.ingest.watermark.ClockMessages;
import dev.maitred.ingest.watermark.SourceClock;
import dev.maitred.mapping.Mapping;
import dev.maitred.mapping.Mapping.MappedTable;
import dev.maitred.mapping.catalogue.TableName;
import dev.maitred.mapping.rule.Rule;
import dev.maitred.mapping.source.ConsistentRead;
import dev.maitred.mapping.source.SourceDatabase;
import dev.maitred.mapping.source.TableRows;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that a new mapping changes, built aside while the source is captured by the mapping in force: their rows are read at one
 * LSN, and from there a second replication slot is followed, until both are through to the same end.
 */
final class Shadow implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Shadow.class);

    private static final Duration SLOT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration THROUGH_PATIENCE = Duration.ofSeconds(20);

    /** Bytes of the source's log: who is so near is soon through. */
    private static final long NEAR = 4L << 20;

    private final IngestSettings settings;
    private final Mapping mapping;
    private final Set<TableName> changed;
    private final Mapping built;
    private final int incarnation;
    private final Spool spool = new Spool();
    private final ShadowRows rows;
    private final StandingLog standing;
    private final AtomicLong rowsRead = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable ShadowStream stream;
    private volatile @Nullable SourceClock clock;
    private volatile @Nullable String failure;
    private volatile String life = "";
    private @Nullable Thread thread;

    /**
     * @param before the mapping in force
     * @param settings of the new one
     * @param mapping the new one
     * @param incarnation that goes on
     */
    Shadow(Mapping before, IngestSettings settings, Mapping mapping, MappingDifference difference, int incarnation) {
        this.settings = settings;
        this.mapping = mapping;
        this.changed = difference.names();
        this.built = mapping.only(changed);
        this.incarnation = incarnation;
        this.rows = new ShadowRows(built, incarnation, changed, spool);
        Set<Topic<?, ?>> logs = new HashSet<>(before.changeLogs());
        logs.addAll(mapping.changeLogs());
        Set<String> rules = new HashSet<>();
        Stream.of(before, mapping)
                .flatMap(each -> each.tables().stream())
                .filter(table -> changed.contains(table.name()))
                .flatMap(table -> table.rules().stream())
                .map(Rule::name)
                .forEach(rules::add);
        this.standing = new StandingLog(settings.kafkaBootstrap(), mapping.source(), logs, rules, changed, spool);
    }

    void start() {
        standing.start();
        thread = Thread.ofPlatform().name("shadow-" + mapping.source()).start(this::run);
    }

    IngestSettings settings() {
        return settings;
    }

    Mapping mapping() {
        return mapping;
    }

    int incarnation() {
        return incarnation;
    }

    long rowsRead() {
        return rowsRead.get();
    }

    /** Why it cannot be gone on with; null: it can. */
    @Nullable
    String failure() {
        return failure;
    }

    /** All rows are read, and what was written since is followed. */
    boolean isRead() {
        return stream != null;
    }

    Set<TableName> unread() {
        return rows.unread();
    }

    private void run() {
        try {
            dropSlot(settings);
            try (Connection connection = settings.database().connect()) {
                life = Publication.life(connection, settings.publication());
            }
            follow(read());
        } catch (SQLException e) {
            failure = SourceDatabase.explain(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            LOG.info("Where the shadow of {} failed", mapping.source(), e);
            failure = String.valueOf(e.getMessage());
        } catch (OutOfMemoryError | StackOverflowError e) {
            LOG.warn("Where the shadow of {} failed", mapping.source(), e);
            failure = "it takes more memory than there is: " + e;
        } catch (ExecutionException e) {
            LOG.info("Where the shadow of {} failed", mapping.source(), e.getCause());
            failure = String.valueOf(e.getCause());
        }
    }

    private Lsn read() throws SQLException, InterruptedException {
        try (ConsistentRead read = ConsistentRead.openAt(
                settings.database(), SLOT_PATIENCE, settings.asShadow().replicationSlot())) {
            for (MappedTable table : built.tables()) {
                TableRows.<InterruptedException>read(read.connection(), table, new TableRows.Visitor<>() {
                    @Override
                    public void row(@Nullable Object[] values) throws InterruptedException {
                        if (closing.getCount() == 0) {
                            throw new InterruptedException();
                        }
                        rows.read(table, values, read.lsn());
                        rowsRead.incrementAndGet();
                    }

                    @Override
                    public void unreadable(String primaryKey, String reason) {
                        rows.unreadable(table, primaryKey, reason, read.lsn());
                    }
                });
            }
            return read.lsn();
        }
    }

    private void follow(Lsn from) throws IOException, InterruptedException, ExecutionException {
        ShadowStream its = new ShadowStream(rows, from);
        ClockMessages messages = new ClockMessages(settings.publication(), life);
        try (Capture capture = new Capture(settings.asShadow(), built, from, Map.of(), messages, its, its::passed);
                SourceClock beating =
                        new SourceClock(settings.database(), messages, () -> dev.maitred.contract.Micros.UNKNOWN)) {
            capture.start();
            beating.start();
            clock = beating;
            stream = its;
            LOG.info(
                    "Shadow of {}: {} rows read at {}; what was written since is followed",
                    mapping.source(),
                    rowsRead,
                    from);
            while (closing.getCount() > 0) {
                if (capture.ended().isDone()) {
                    capture.ended().get();
                    throw new IllegalStateException("its capture has ended");
                }
                closing.await(100, java.util.concurrent.TimeUnit.MILLISECONDS);
            }
        } finally {
            clock = null;
        }
    }

    /**
     * Comes near to the one in force, and then stands still between two transactions.
     *
     * @param published how far that one has come; null: nowhere yet
     * @return whether it stands still where the other one has passed already: that can be ended now
     */
    boolean isReady(@Nullable Lsn published) throws InterruptedException {
        ShadowStream its = stream;
        if (its == null || published == null) {
            return false;
        }
        Lsn halted = its.haltedAt();
        if (halted != null) {
            return published.compareTo(halted) >= 0;
        }
        hurry();
        if (published.value() - its.passed().value() < NEAR && standing.isThrough(Duration.ofMillis(200))) {
            its.halt();
        }
        return false;
    }

    private void hurry() {
        SourceClock its = clock;
        if (its != null) {
            its.now();
        }
    }

    /**
     * Writes what differs, and from then on the new mapping is in force. The one before has ended, and its predecessor is fenced.
     *
     * @param offset up to which everything stands
     * @return from where to go on
     * @throws IllegalStateException when it was not to be; nothing has changed then
     */
    StoredOffset switchAt(StoredOffset offset, Publisher publisher) throws InterruptedException {
        ShadowStream its = stream;
        String failed = failure;
        if (its == null || failed != null) {
            throw new IllegalStateException("The shadow has ended: " + failed);
        }
        hurry();
        if (!its.isThrough(offset.lsn(), THROUGH_PATIENCE)) {
            throw new IllegalStateException("The shadow did not come to " + offset.lsn());
        }
        if (!standing.isThrough(THROUGH_PATIENCE)) {
            throw new IllegalStateException(
                    "The logs could not be read to their end: a Kafka transaction is open in them");
        }
        Position position = new Position(offset.incarnation(), offset.lsn(), 0);
        if (!position.isAfter(standing.latest())) {
            throw new IllegalStateException("Rows stand at " + position + " already");
        }
        StoredOffset next = offset.publishedBy(life);
        publisher.switchTo(next, InForce.stored(settings), out -> write(position, out));
        return next;
    }

    private void write(Position position, Consumer<Outgoing> out) {
        spool.differing((place, value) -> {
            if (value == null && !rows.isGone(place)) {
                return;
            }
            ChangeHeaders headers = place.isOfMemory()
                    ? null
                    : new ChangeHeaders(position, value == null ? Reason.ABSENT : Reason.RESYNC, null);
            out.accept(new Outgoing(place.topic(), place.partition(), place.key(), value, headers));
            written.incrementAndGet();
        });
        spool.deadLetters((key, value) -> out.accept(new Outgoing(Topics.DEAD_LETTERS.name(), 0, key, value, null)));
    }

    /** Records that differed. */
    long written() {
        return written.get();
    }

    /** Ends what an earlier one left behind; nobody may read it. */
    static void dropSlot(IngestSettings settings) throws SQLException, InterruptedException {
        Predecessor.awaitFree(settings.asShadow());
        try (Connection connection = settings.database().connect();
                PreparedStatement drop = connection.prepareStatement("SELECT pg_drop_replication_slot(slot_name)"
                        + " FROM pg_replication_slots WHERE slot_name = ?")) {
            drop.setString(1, settings.asShadow().replicationSlot());
            drop.execute();
        }
    }

    @Override
    public void close() {
        closing.countDown();
        Thread running = thread;
        boolean over = true;
        if (running != null) {
            ShadowStream its = stream;
            if (its != null) {
                its.letGo();
            }
            try {
                over = running.join(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        standing.close();
        if (over) {
            spool.close();
        }
        try {
            dropSlot(settings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            LOG.warn(
                    "The replication slot {} could not be dropped; it keeps the source's log until it is: {}",
                    settings.asShadow().replicationSlot(),
                    SourceDatabase.explain(e));
        }
    }
}
