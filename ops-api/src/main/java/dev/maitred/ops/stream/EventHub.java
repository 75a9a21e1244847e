package dev.maitred.ops.stream;

import dev.maitred.contract.Topics;
import dev.maitred.ops.answer.AsOf;
import dev.maitred.ops.answer.Envelope;
import dev.maitred.ops.answer.Replica;
import dev.maitred.ops.boards.BoardEntry;
import dev.maitred.ops.boards.BoardReplica;
import dev.maitred.ops.boards.Boards;
import dev.maitred.ops.pipeline.Pipeline;
import dev.maitred.ops.queues.QueueReplica;
import dev.maitred.ops.reports.EditionWatch;
import dev.maitred.streams.venue.BoardKeys;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Hands each change to the streams that asked for its key: encoded once, whoever listens. */
public final class EventHub implements EventStreams, SmartLifecycle {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final Key PIPELINE = new Key(Kind.PIPELINE, "");
    private static final Key REPORTS = new Key(Kind.REPORTS, "");

    private final BoardReplica boards;
    private final QueueReplica queues;
    private final Pipeline pipeline;
    private final EditionWatch editions;
    private final Map<Key, Set<Mailbox>> listeners = new ConcurrentHashMap<>();
    private final Set<Mailbox> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong ids = new AtomicLong();
    private final ScheduledExecutorService everySecond = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pipeline-events").daemon().factory());
    private volatile boolean running;

    public EventHub(BoardReplica boards, QueueReplica queues, Pipeline pipeline, EditionWatch editions) {
        this.boards = boards;
        this.queues = queues;
        this.pipeline = pipeline;
        this.editions = editions;
        boards.listen(new BoardReplica.Listener() {
            @Override
            public void changed(
                    int partition,
                    String source,
                    AsOf asOf,
                    boolean anew,
                    Map<String, @Nullable BoardEntry> changed,
                    Replica.Travelled travelled) {
                boardsChanged(changed, asOf);
                if (anew) {
                    // What was not known before is now, also that there is none.
                    tellState(key -> key.kind() == Kind.BOARD && partitionOf(key) == partition);
                }
            }

            @Override
            public void caughtUp(int partition) {
                tellState(key -> key.kind() == Kind.BOARD && partitionOf(key) == partition);
            }
        });
        queues.listen(new QueueReplica.Listener() {
            @Override
            public void changed(String queue, byte[] value, AsOf asOf) {
                queueChanged(queue, value, asOf);
            }

            @Override
            public void answers(int partition) {
                tellState(key -> key.kind() == Kind.QUEUE && partitionOf(key) == partition);
            }
        });
    }

    private static int partitionOf(Key key) {
        return Topics.partitionOf(key.kind() == Kind.BOARD ? BoardKeys.venueOf(key.id()) : key.id());
    }

    /** To whoever waits for it since it was not known. By the replica's own thread, so that no change comes between. */
    private void tellState(Predicate<Key> which) {
        listeners.forEach((key, its) -> {
            byte[] state = which.test(key) ? state(key) : null;
            if (state != null) {
                its.forEach(mailbox -> mailbox.offerIfAbsent(key, state));
            }
        });
    }

    @Override
    public EventStream open(Set<Key> keys) {
        Mailbox mailbox = new Mailbox(box -> {
            open.remove(box);
            keys.forEach(key -> listeners.computeIfPresent(key, (any, its) -> {
                its.remove(box);
                return its.isEmpty() ? null : its;
            }));
        });
        // Listen first: what changes while the state is read takes the state's place, so that there is no gap.
        keys.forEach(key -> listeners
                .computeIfAbsent(key, any -> ConcurrentHashMap.newKeySet())
                .add(mailbox));
        open.add(mailbox);
        for (Key key : keys) {
            byte[] state = state(key);
            if (state != null) {
                mailbox.offerIfAbsent(key, state);
            }
            if (key.kind() == Kind.REPORTS) {
                editions.lookNow();
            }
        }
        return mailbox;
    }

    /** Null: not known yet, and told when it is. */
    private byte @Nullable [] state(Key key) {
        return switch (key.kind()) {
            case BOARD -> {
                Boards.Reading reading = boards.read(BoardKeys.venueOf(key.id()), BoardKeys.slotOf(key.id()));
                BoardEntry board = reading.board();
                // Of a source that nobody knows nothing will come, so that there is none is all there is to know.
                yield reading.asOf().isKnown() || !boards.mayCome(BoardKeys.venueOf(key.id()))
                        ? event(key, board == null ? NULL : board.whole(), reading.asOf())
                        : null;
            }
            case QUEUE -> {
                QueueReplica.Reading reading = queues.read(key.id());
                byte[] board = reading.board();
                yield reading.asOf().isKnown() || !queues.mayCome(key.id())
                        ? event(key, board == null ? NULL : board, reading.asOf())
                        : null;
            }
            case PIPELINE -> event(key, pipeline.json(), pipeline.asOf());
            case REPORTS -> {
                byte[] edition = editions.json();
                // Reports are as of positions of their own, each.
                yield edition == null ? null : event(key, edition, AsOf.NOTHING);
            }
        };
    }

    private void boardsChanged(Map<String, @Nullable BoardEntry> changed, AsOf asOf) {
        changed.forEach((id, board) -> {
            Key key = new Key(Kind.BOARD, id);
            Set<Mailbox> its = listeners.get(key);
            if (its != null) {
                byte[] event = event(key, board == null ? NULL : board.whole(), asOf);
                its.forEach(mailbox -> mailbox.offer(key, event));
            }
        });
    }

    private void queueChanged(String queue, byte[] value, AsOf asOf) {
        Key key = new Key(Kind.QUEUE, queue);
        Set<Mailbox> its = listeners.get(key);
        if (its != null) {
            byte[] event = event(key, value, asOf);
            its.forEach(mailbox -> mailbox.offer(key, event));
        }
    }

    /** Tells the whole of what is not told change by change. */
    private void tell(Key key) {
        Set<Mailbox> its = listeners.get(key);
        byte[] event = its == null ? null : state(key);
        if (its != null && event != null) {
            its.forEach(mailbox -> mailbox.offer(key, event));
        }
    }

    private byte[] event(Key key, byte[] value, AsOf asOf) {
        byte[] head = ("event: " + key.kind().name().toLowerCase(Locale.ROOT) + "\nid: " + ids.incrementAndGet()
                        + "\ndata: ")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] data = Envelope.of(value, asOf);
        byte[] event = new byte[head.length + data.length + 2];
        System.arraycopy(head, 0, event, 0, head.length);
        System.arraycopy(data, 0, event, head.length, data.length);
        event[event.length - 2] = '\n';
        event[event.length - 1] = '\n';
        return event;
    }

    /** How many streams are open. */
    public int connections() {
        return open.size();
    }

    @Override
    public void start() {
        running = true;
        everySecond.scheduleAtFixedRate(() -> tell(PIPELINE), 1, 1, TimeUnit.SECONDS);
        editions.start(() -> listeners.containsKey(REPORTS), () -> tell(REPORTS));
    }

    @Override
    public void stop() {
        running = false;
        everySecond.shutdownNow();
        open.forEach(Mailbox::end);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
