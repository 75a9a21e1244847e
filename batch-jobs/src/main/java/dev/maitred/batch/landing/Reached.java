package dev.maitred.batch.landing;

import dev.maitred.contract.Lsn;

/**
 * How far a source is known.
 *
 * @param clockMicros the source's clock there, microseconds since 1970
 */
record Reached(int incarnation, Lsn lsn, long clockMicros) {

    static final Reached NOWHERE = new Reached(Integer.MIN_VALUE, Lsn.ZERO, 0);

    /** The further of both; a later incarnation is further whatever its LSN. */
    Reached further(Reached other) {
        if (incarnation != other.incarnation) {
            return incarnation > other.incarnation ? this : other;
        }
        return new Reached(
                incarnation, lsn.isBefore(other.lsn) ? other.lsn : lsn, Math.max(clockMicros, other.clockMicros));
    }

    boolean isAtLeast(int ofIncarnation, Lsn through) {
        return incarnation == ofIncarnation && !lsn.isBefore(through);
    }
}
