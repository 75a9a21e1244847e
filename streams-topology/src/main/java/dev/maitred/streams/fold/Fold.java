package dev.maitred.streams.fold;

import dev.maitred.contract.ChangeKey;
import dev.maitred.contract.Lsn;
import dev.maitred.contract.Position;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Change;
import dev.maitred.contract.change.Mark;
import dev.maitred.contract.change.Watermark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fold of one partition of a change log. Its state is a function of the rows and of the source's clock alone: not of the order
 * in which rows came, not of how often, not of any other clock. So a replay of any part of the log gives the same.
 *
 * <p>State changes row by row; what is told to others changes only at transaction ends and watermarks.
 */
public abstract class Fold {

    private final Map<String, FoldedRow> rows = new HashMap<>();
    private final Map<String, SourceProgress> sources = new TreeMap<>();

    /** What a change did. Duplicates and stale changes are ordinary: a replay brings them. */
    public enum Effect {
        CHANGED,
        /** The same position is folded already: nothing changes, but what it touches is published again. */
        DUPLICATE,
        /** A newer position is folded already. */
        STALE
    }

    /** What a change of this position would do. */
    public final Effect effectOf(ChangeKey key, Position position) {
        FoldedRow row = rows.get(key.toString());
        if (row == null) {
            return Effect.CHANGED;
        }
        int order = position.compareTo(row.position());
        return order > 0 ? Effect.CHANGED : order == 0 ? Effect.DUPLICATE : Effect.STALE;
    }

    /**
     * That something left a place: kept as a row that is gone.
     *
     * @param position the place has this version at least
     */
    public record Trace(ChangeKey key, Position position) {}

    /**
     * A change that takes a row away from somewhere leaves no trace there, once the row says something else. This is the trace, to be
     * put before the change as a row that is gone: so the version of what was left never goes back.
     *
     * @param position of the change
     * @return null when it leaves nothing behind
     */
    public abstract @Nullable Trace traceOf(ChangeKey key, @Nullable Change after, Position position);

    /** Takes a row's new state, whatever stood there before. */
    public final void put(ChangeKey key, FoldedRow row) {
        String text = key.toString();
        FoldedRow before = rows.put(text, row);
        switch (row.change()) {
            case Watermark mark -> closed(mark.source(), mark.incarnation(), mark.lsn(), mark.clockMicros());
            case Mark mark -> {
                SourceProgress progress = progress(mark.source());
                if (mark.end()) {
                    progress.completed(mark.incarnation(), mark.lsn());
                }
                if (row.end() != null) {
                    progress.clock(row.end().committedAtMicros());
                    clockAdvanced(mark.source(), progress.clockMicros());
                }
            }
            case null, default -> {
                String source = sourceOf(key.owner());
                progress(source).row(row.position());
                changed(key, text, before == null ? null : before.change(), row.change(), row.position());
                TransactionEnd end = row.end();
                if (end != null) {
                    closed(source, row.position().incarnation(), end.lsn(), end.committedAtMicros());
                }
            }
        }
    }

    private void closed(String source, int incarnation, Lsn lsn, long clockMicros) {
        SourceProgress progress = progress(source);
        progress.closed(incarnation, lsn, clockMicros);
        clockAdvanced(source, progress.clockMicros());
    }

    /** Forgets a row altogether, its position too. */
    public final void remove(ChangeKey key) {
        String text = key.toString();
        FoldedRow before = rows.remove(text);
        if (before != null && before.change() != null) {
            changed(key, text, before.change(), null, before.position());
        }
    }

    /** Whether a transaction's end or a watermark closes what is folded: only then may what was touched be told. */
    public final boolean isClosedAt(String source, int incarnation, Lsn lsn) {
        return progress(source).isClosedAt(incarnation, lsn);
    }

    /**
     * The rows that a snapshot's end does not confirm: they stood before it and it did not read them.
     *
     * @param confirmed the mark's own position, which is that of the rows it read
     */
    public final List<ChangeKey> unconfirmedBy(Mark mark, Position confirmed) {
        List<ChangeKey> gone = new ArrayList<>();
        rows.forEach((text, row) -> {
            if (row.change() == null || row.position().compareTo(confirmed) >= 0) {
                return;
            }
            ChangeKey key = ChangeKey.parse(text);
            boolean inScope = !key.owner().isEmpty()
                    && sourceOf(key.owner()).equals(mark.source())
                    && (mark.venue().isEmpty() || mark.venue().equals(key.owner()))
                    && (mark.rules().isEmpty() || mark.rules().contains(key.rule()));
            if (inScope) {
                gone.add(key);
            }
        });
        return gone;
    }

    /** Notes that a row was met again, so that what it touches is published again. */
    public abstract void touch(ChangeKey key);

    /** Notes everything as touched. */
    public abstract void touchAll();

    /** What was touched of a source since the last time, as it is now; nothing while the source is not known. */
    public abstract List<Published> publish(String source);

    /**
     * A row's state is another now.
     *
     * @param row its key as text
     * @param before null as well as after: a row of which only that it is gone is known
     */
    protected abstract void changed(
            ChangeKey key, String row, @Nullable Change before, @Nullable Change after, Position position);

    protected abstract void clockAdvanced(String source, long clockMicros);

    public final @Nullable FoldedRow row(String key) {
        return rows.get(key);
    }

    public final int size() {
        return rows.size();
    }

    public final Collection<SourceProgress> sources() {
        return sources.values();
    }

    public final SourceProgress progress(String source) {
        return sources.computeIfAbsent(source, SourceProgress::new);
    }

    /** The source's name, the first part of every owner. */
    public static String sourceOf(String owner) {
        int colon = owner.indexOf(':');
        return colon < 0 ? owner : owner.substring(0, colon);
    }
}
