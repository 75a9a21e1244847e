package dev.maitred.ingest.resync;

import dev.maitred.ingest.resync.Resync.State;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What resyncs a source was asked for, and what became of the last of them. Safe for use by several threads. */
public final class ResyncRequests {

    private static final int MOST_WAITING = 16;
    private static final int MOST_TOLD = 100;

    /** One that was asked for. */
    record Request(String id, Scope scope) {}

    private volatile Runnable clock = () -> {};
    private final Deque<Request> waiting = new ArrayDeque<>();
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
     * @param id chosen by whoever asks, to find it again
     * @return false when too many wait already
     */
    public synchronized boolean ask(String id, Scope scope) {
        if (waiting.stream().anyMatch(each -> each.scope().equals(scope))) {
            return true;
        }
        if (waiting.size() >= MOST_WAITING) {
            return false;
        }
        waiting.add(new Request(id, scope));
        told(new Resync(id, scope.toString(), State.WAITING, null, 0, 0, 0, null));
        hurry();
        return true;
    }

    /** Asks for one that nobody waits for. */
    public boolean ask(Scope scope) {
        return ask(UUID.randomUUID().toString(), scope);
    }

    synchronized void again(Request request) {
        waiting.addFirst(request);
        told(new Resync(request.id(), request.scope().toString(), State.WAITING, null, 0, 0, 0, null));
    }

    synchronized @Nullable Request next() {
        return waiting.poll();
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
