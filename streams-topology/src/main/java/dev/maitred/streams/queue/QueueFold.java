package dev.maitred.streams.queue;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.QueueItem;
import dev.maitred.streams.fold.Fold;
import dev.maitred.streams.fold.FoldedRow;
import dev.maitred.streams.fold.Published;
import dev.maitred.streams.fold.Timers;
import dev.maitred.streams.queue.QueueState.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fold of one partition of the queues' change log. */
public final class QueueFold extends Fold {

    /** A queue's rates and ages change with the clock alone: it is told at least this often while its source's clock goes on. */
    private static final long TELL_EVERY_MICROS = 1_000_000;

    private final Map<String, QueueState> queues = new HashMap<>();
    private final Map<String, Standing> standings = new HashMap<>();
    private final Map<String, Timers> timers = new HashMap<>();
    private final Map<String, Long> toldAllAtMicros = new HashMap<>();
    private final Set<String> touched = new LinkedHashSet<>();

    @Override
    protected void changed(
            ChangeKey key, String row, @Nullable Change before, @Nullable Change after, Position position) {
        QueueState queue = queue(key.owner());
        Timers its = timers(sourceOf(key.owner()));
        if (before instanceof QueueItem item) {
            queue.item(item, -1);
            Standing standing = standings.remove(row);
            if (standing != null) {
                queue.stands(standing, -1);
                its.cancel(row);
            }
        }
        if (after instanceof QueueItem item) {
            queue.item(item, 1);
            stand(key, row, item);
        }
        touched.add(key.owner());
    }

    private void stand(ChangeKey key, String row, QueueItem item) {
        String source = sourceOf(key.owner());
        Standing standing = QueueState.standing(item, progress(source).clockMicros());
        if (standing == null) {
            return;
        }
        standings.put(row, standing);
        queue(key.owner()).stands(standing, 1);
        long changesAt = QueueState.changesAt(item, standing);
        if (changesAt != Micros.NEVER) {
            timers(source).set(row, changesAt);
        }
    }

    @Override
    protected void clockAdvanced(String source, long clockMicros) {
        timers(source).fire(clockMicros, row -> {
            ChangeKey key = ChangeKey.parse(row);
            FoldedRow folded = row(row);
            Standing before = standings.remove(row);
            if (folded != null && folded.change() instanceof QueueItem item && before != null) {
                queue(key.owner()).stands(before, -1);
                stand(key, row, item);
                touched.add(key.owner());
            }
        });
        if (clockMicros - toldAllAtMicros.getOrDefault(source, 0L) >= TELL_EVERY_MICROS) {
            toldAllAtMicros.put(source, clockMicros);
            queues.keySet().stream()
                    .filter(queue -> sourceOf(queue).equals(source))
                    .forEach(touched::add);
        }
    }

    /** A queue board has no version to keep. */
    @Override
    public @Nullable Trace traceOf(ChangeKey key, @Nullable Change after, Position position) {
        return null;
    }

    @Override
    public void touch(ChangeKey key) {
        touched.add(key.owner());
    }

    @Override
    public void touchAll() {
        touched.addAll(queues.keySet());
    }

    @Override
    public List<Published> publish(String source) {
        if (!progress(source).isKnown()) {
            return List.of();
        }
        List<Published> out = new ArrayList<>();
        touched.removeIf(queue -> {
            if (!sourceOf(queue).equals(source)) {
                return false;
            }
            out.add(new Published(queue, queue, QueueJson.queue(board(queue)), new byte[0]));
            return true;
        });
        return out;
    }

    private QueueBoard board(String queue) {
        return queue(queue).board(queue, progress(sourceOf(queue)).clockMicros());
    }

    private QueueState queue(String id) {
        return queues.computeIfAbsent(id, any -> new QueueState());
    }

    private Timers timers(String source) {
        return timers.computeIfAbsent(source, any -> new Timers());
    }
}
