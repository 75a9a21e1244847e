package dev.maitred.packs.rush;

import java.time.Duration;

/** How long the ticket shop keeps what it no longer needs: ended reservations, people who are through, keys of requests. */
public final class Retention {

    public static final Duration ENDED = Duration.ofDays(1);

    private Retention() {}
}
