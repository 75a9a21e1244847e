package dev.maitred.packs.nightclub.workload;

import dev.maitred.packs.Dice;

/** The messaging provider outside: takes so many messages a second, fails now and then, and knows who has blocked the bot. */
final class Provider {

    private final double perSecond;
    private final long seed;
    private double allowance;
    private long refilledAtNanos = System.nanoTime();

    Provider(double perSecond, long seed) {
        this.perSecond = Math.max(perSecond, 2);
        this.seed = seed;
        this.allowance = this.perSecond;
    }

    /** What the provider says. */
    enum Answer {
        TAKEN,
        UNAVAILABLE,
        BLOCKED_BY_RECIPIENT,
        TOO_MANY_REQUESTS
    }

    /** The same attempt at the same message gets the same answer, except when too many come at once. */
    synchronized Answer send(long message, int attempt) {
        long now = System.nanoTime();
        allowance = Math.min(perSecond, allowance + (now - refilledAtNanos) * perSecond / 1e9);
        refilledAtNanos = now;
        if (allowance < 1) {
            return Answer.TOO_MANY_REQUESTS;
        }
        allowance--;
        if (Dice.of(seed, message).chance(0.01)) {
            return Answer.BLOCKED_BY_RECIPIENT;
        }
        return Dice.of(seed, message, attempt).chance(attempt > 2 ? 0.4 : 0.05) ? Answer.UNAVAILABLE : Answer.TAKEN;
    }
}
