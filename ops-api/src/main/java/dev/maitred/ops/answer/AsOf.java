package dev.maitred.ops.answer;

import dev.maitred.contract.Lsn;
import dev.maitred.contract.Micros;

/**
 * What an answer is as of.
 *
 * @param lsn everything that committed up to here is in the answer
 * @param clockMicros the source's clock then, microseconds since 1970
 */
public record AsOf(Lsn lsn, long clockMicros) {

    /** Before anything is known. */
    public static final AsOf NOTHING = new AsOf(Lsn.ZERO, Micros.UNKNOWN);

    public boolean isKnown() {
        return clockMicros != Micros.UNKNOWN;
    }

    /** How long ago that was by this machine's clock; a source whose clock is ahead counts as 0. */
    public long ageMillis() {
        return Math.max(0, (Micros.now() - clockMicros) / 1000);
    }

    /** The older of both: what an answer made of both is as of. */
    public AsOf least(AsOf other) {
        return lsn.compareTo(other.lsn) <= 0 ? this : other;
    }
}
