package dev.maitred.ingest.resync;

import dev.maitred.ingest.resync.Resync.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What resyncs a source was asked for, and what became of the last of them. Safe for use by several threads. */
public final class ResyncRequests {

    private static final int MOST_WAITING = 16;
    private static final int MOST_TOLD = 100;

    /** What asks for itself may be asked for by every row of a busy table: one such reading of a scope begins so long after the other. */
    private static final Duration BETWEEN_AUTOMATIC = Duration.ofSeconds(30);

    /**
     * One that was asked for.
     *
     * @param automatic nobody waits for it
     */
    record Request(String id, Scope scope, boolean automatic) {}

    private volatile Runnable clock = () -> {};
    private final Deque<Request> waiting = new ArrayDeque<>();
    private final Map<Scope, Long> begunAutomatic = new HashMap<>();
    private final Map<String, Resync> told = new LinkedHashMap<>();

    /**
     * Resyncs are worked at where the stream ends a transaction or tells its clock.
     *
     * @param now lets it tell the clock at once
     */
    public void hurryBy(Runnable now) {
        clock = now;
    }

    /** There is something to work at. */
    void hurry() {
        clock.run();
    }

    /**
     * Asks for one that somebody waits for; when too many wait already it is told as failed.
     *
     * @param id chosen by whoever asks, to find it again
     */
    public void ask(String id, Scope scope) {
        if (!add(new Request(id, scope, false))) {
            told(new Resync(
                    id,
                    scope.toString(),
                    State.FAILED,
                    null,
                    0,
                    0,
                    0,
                    MOST_WAITING + " others wait already; ask again when some are done"));
        }
    }

    /**
     * Asks for one that nobody waits for; one that waits already will do.
     *
     * @return false when too many wait already
     */
    public boolean askFor(Scope scope) {
        return add(new Request(UUID.randomUUID().toString(), scope, true));
    }

    private boolean add(Request request) {
        synchronized (this) {
            if (request.automatic()
                    && waiting.stream().anyMatch(each -> each.scope().equals(request.scope()))) {
                return true;
            }
            if (waiting.size() >= MOST_WAITING) {
                return false;
            }
            waiting.add(request);
            told(waits(request));
        }
        hurry();
        return true;
    }

    private static Resync waits(Request request) {
        return new Resync(request.id(), request.scope().toString(), State.WAITING, null, 0, 0, 0, null);
    }

    synchronized boolean isAutomaticWaiting() {
        return waiting.stream().anyMatch(Request::automatic);
    }

    synchronized void again(Request request) {
        waiting.addFirst(request);
        begunAutomatic.remove(request.scope());
        told(waits(request));
    }

    /** The next whose time has come; null: none. */
    synchronized @Nullable Request next() {
        if (waiting.isEmpty()) {
            return null;
        }
        long now = System.nanoTime();
        begunAutomatic.values().removeIf(begun -> now - begun > BETWEEN_AUTOMATIC.toNanos());
        for (Request request : waiting) {
            if (!request.automatic() || !begunAutomatic.containsKey(request.scope())) {
                waiting.remove(request);
                if (request.automatic()) {
                    begunAutomatic.put(request.scope(), now);
                }
                return request;
            }
        }
        return null;
    }

    synchronized void told(Resync resync) {
        told.put(resync.id(), resync);
        if (told.size() > MOST_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
    }

    /** The last of them, the oldest first. */
    public synchronized List<Resync> all() {
        return List.copyOf(told.values());
    }
}
