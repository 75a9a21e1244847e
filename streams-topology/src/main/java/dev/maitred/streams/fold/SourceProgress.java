package dev.maitred.streams.fold;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;
import dev.maitred.contract.TransactionEnd;
import dev.maitred.contract.change.Watermark;

/** How far one partition stands in one source. */
public final class SourceProgress {

    private final String source;
    private int incarnation;
    private Lsn lsn = Lsn.ZERO;
    private long clockMicros = Micros.UNKNOWN;
    private Position newest = Position.NONE;
    private boolean complete;

    SourceProgress(String source) {
        this.source = source;
    }

    public String source() {
        return source;
    }

    public int incarnation() {
        return incarnation;
    }

    /** Everything that committed up to here is folded. */
    public Lsn lsn() {
        return lsn;
    }

    /** The source's clock then: the only now that the fold knows. {@link Micros#UNKNOWN} before the first watermark. */
    public long clockMicros() {
        return clockMicros;
    }

    /** Whether a snapshot has been folded to its end; before that nothing is known. */
    public boolean isComplete() {
        return complete;
    }

    void row(Position position) {
        if (position.isAfter(newest)) {
            newest = position;
        }
    }

    /** Whether an end at this LSN closes what is folded: after a restart the fold may be ahead of what it reads. */
    private boolean closes(Lsn end) {
        boolean afterNewest = newest.previousEnd().isBefore(end)
                || newest.index() == 0 && newest.previousEnd().equals(end);
        return afterNewest && !end.isBefore(lsn);
    }

    /** Takes a transaction's end; false when it closes nothing. */
    boolean advance(TransactionEnd end) {
        if (!closes(end.lsn())) {
            return false;
        }
        lsn = end.lsn();
        clockMicros = Math.max(clockMicros, end.committedAtMicros());
        return true;
    }

    /** Takes a watermark; false when it closes nothing. The clock goes on in any case. */
    boolean advance(Watermark watermark) {
        if (watermark.incarnation() < incarnation) {
            return false;
        }
        clockMicros = Math.max(clockMicros, watermark.clockMicros());
        incarnation = watermark.incarnation();
        if (!closes(watermark.lsn())) {
            return false;
        }
        lsn = watermark.lsn();
        return true;
    }

    void completed(int ofIncarnation, Lsn at) {
        complete = true;
        if (ofIncarnation > incarnation) {
            incarnation = ofIncarnation;
            lsn = at;
        } else if (lsn.isBefore(at)) {
            lsn = at;
        }
    }
}
