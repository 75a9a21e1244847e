package dev.maitred.contract;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Instants as microseconds since 1970-01-01T00:00:00Z, PostgreSQL's own resolution. */
public final class Micros {

    /** Later than every instant: "until it changes", and PostgreSQL's {@code infinity}. */
    public static final long NEVER = Long.MAX_VALUE;

    /** Before every instant: "not known", and PostgreSQL's {@code -infinity}. */
    public static final long UNKNOWN = Long.MIN_VALUE;

    private static final long PER_SECOND = 1_000_000;

    private Micros() {}

    /** Instants beyond PostgreSQL's range become {@link #NEVER} and {@link #UNKNOWN}. */
    public static long of(Instant instant) {
        if (instant.equals(Instant.MAX)) {
            return NEVER;
        }
        if (instant.equals(Instant.MIN)) {
            return UNKNOWN;
        }
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), PER_SECOND), instant.getNano() / 1000);
    }

    public static Instant instant(long micros) {
        if (micros == NEVER) {
            return Instant.MAX;
        }
        if (micros == UNKNOWN) {
            return Instant.MIN;
        }
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    public static long now() {
        return of(Instant.now());
    }
}
