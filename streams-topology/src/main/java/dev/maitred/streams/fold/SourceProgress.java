package dev.maitred.streams.fold;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;
import dev.maitred.contract.Position;

/**
 * How far one partition stands in one source. All of it is the greatest of what the rows say, so that rows in any order say the same.
 */
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

    /** Whether there is anything to say: a whole snapshot, and an instant at which what expires is judged. */
    public boolean isKnown() {
        return complete && clockMicros != Micros.UNKNOWN;
    }

    /** Whether a source transaction is folded in part: what stands here then is nobody's state. */
    public boolean isOpen() {
        if (newest.incarnation() != incarnation) {
            return newest.incarnation() > incarnation;
        }
        int order = newest.previousEnd().compareTo(lsn);
        return order > 0 || order == 0 && newest.index() > 0;
    }

    /**
     * Whether everything up to here is folded and nothing beyond. After a restart the fold may be ahead of what is read: then what is
     * read closes nothing.
     */
    boolean isClosedAt(int ofIncarnation, Lsn at) {
        return incarnation == ofIncarnation && lsn.equals(at) && !isOpen();
    }

    void row(Position position) {
        if (position.isAfter(newest)) {
            newest = position;
        }
    }

    /** The clock never goes back, whatever another incarnation's says. */
    void clock(long thenMicros) {
        clockMicros = Math.max(clockMicros, thenMicros);
    }

    /** Takes a transaction's end or a watermark. */
    void closed(int ofIncarnation, Lsn at, long clockThenMicros) {
        clock(clockThenMicros);
        if (ofIncarnation > incarnation || ofIncarnation == incarnation && lsn.isBefore(at)) {
            incarnation = ofIncarnation;
            lsn = at;
        }
    }

    /** Takes a snapshot's end, which knows no clock. */
    void completed(int ofIncarnation, Lsn at) {
        complete = true;
        closed(ofIncarnation, at, clockMicros);
    }
}
