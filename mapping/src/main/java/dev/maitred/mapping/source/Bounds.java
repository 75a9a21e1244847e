package dev.maitred.mapping.source;

import java.time.Duration;

/**
 * How long a source database may take to answer before it counts as failed, so that no thread ever waits for one that hangs. The
 * server itself ends what takes longer and says why; a server that says nothing at all, because its process is stopped or its machine
 * is gone, is given up a moment later by this side.
 *
 * @param statement one statement, or one portion of rows where they are fetched in portions
 * @param lock waiting for a lock that somebody else holds, as part of a statement
 */
public record Bounds(Duration statement, Duration lock) {

    /** What runs over and over, or while somebody waits for the answer: the source's clock, the state of a replication slot, a booking. */
    public static final Bounds QUICK = new Bounds(Duration.ofSeconds(5), Duration.ofSeconds(2));

    /** The catalogue and what is set up once: many small rows of system tables, on a machine that may be busy starting. */
    public static final Bounds ORDINARY = new Bounds(Duration.ofSeconds(30), Duration.ofSeconds(5));

    /** Reads of whole tables, and counts over them: a reconciliation, the nightly audit. */
    public static final Bounds LONG_READ = new Bounds(Duration.ofMinutes(2), Duration.ofSeconds(5));

    /** So that the server's own words, where it has some, come first. */
    private static final Duration LATER = Duration.ofSeconds(3);

    public Bounds {
        if (!statement.isPositive() || !lock.isPositive()) {
            throw new IllegalArgumentException("Expected bounds above 0, found " + statement + " and " + lock);
        }
    }

    /** How long the connection may be silent while an answer is due. */
    Duration silence() {
        return statement.plus(LATER);
    }

    /** As PostgreSQL takes settings with a connection. */
    String options() {
        return "-c statement_timeout=" + statement.toMillis() + " -c lock_timeout=" + lock.toMillis()
                // Ours are the bounds, whatever the role or the database says.
                + " -c idle_session_timeout=0 -c idle_in_transaction_session_timeout=0"
                // A policy would hide rows without a word: they would count as gone.
                + " -c row_security=off"
                // As many digits as a number has, whatever the role or the database says.
                + " -c extra_float_digits=1";
    }
}
