package dev.maitred.streams.fold;

import dev.maitred.contract.ChangeKey;
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

    /** Takes a row's new state, whatever stood there before. */
    public final void put(ChangeKey key, FoldedRow row) {
        String text = key.toString();
        FoldedRow before = rows.put(text, row);
        switch (row.change()) {
            case Watermark watermark -> {
                progress(watermark.source()).advance(watermark);
                clockAdvanced(watermark.source(), progress(watermark.source()).clockMicros());
            }
            case Mark mark -> {
                if (mark.end()) {
                    progress(mark.source()).completed(mark.incarnation(), mark.lsn());
                }
            }
            case null, default -> {
                progress(sourceOf(key.owner())).row(row.position());
                changed(key, text, before == null ? null : before.change(), row.change(), row.position());
            }
        }
    }

    /** Forgets a row altogether, its position too. */
    public final void remove(ChangeKey key) {
        String text = key.toString();
        FoldedRow before = rows.remove(text);
        if (before != null && before.change() != null) {
            changed(key, text, before.change(), null, before.position());
        }
    }

    /** Closes a transaction in this partition; false when it closes nothing, because more is folded already. */
    public final boolean end(String source, TransactionEnd end) {
        SourceProgress progress = progress(source);
        if (!progress.advance(end)) {
            return false;
        }
        clockAdvanced(source, progress.clockMicros());
        return true;
    }

    /** The rows that a snapshot's end does not confirm: they stood before it and it did not read them. */
    public final List<ChangeKey> unconfirmedBy(Mark mark) {
        Position confirmed = new Position(mark.incarnation(), mark.lsn(), 0);
        List<ChangeKey> gone = new ArrayList<>();
        rows.forEach((text, row) -> {
            ChangeKey key = ChangeKey.parse(text);
            boolean inScope = !key.owner().isEmpty()
                    && sourceOf(key.owner()).equals(mark.source())
                    && (mark.venue().isEmpty() || mark.venue().equals(key.owner()))
                    && (mark.rules().isEmpty() || mark.rules().contains(key.rule()));
            if (inScope && row.position().compareTo(confirmed) < 0) {
                gone.add(key);
            }
        });
        return gone;
    }

    /** Notes that a row was met again, so that what it touches is published again. */
    public abstract void touch(ChangeKey key);

    /** Notes everything as touched. */
    public abstract void touchAll();

    /** What was touched since the last time, as it is now; each source's only while it is complete. */
    public abstract List<Published> publish(String source);

    /** Whether a watermark closes what is folded: only then may what it touched be told. */
    public final boolean isClosedBy(Watermark watermark) {
        return progress(watermark.source()).lsn().equals(watermark.lsn());
    }

    /**
     * A row's state is another now.
     *
     * @param row its key as text
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
