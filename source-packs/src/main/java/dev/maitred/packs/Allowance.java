package dev.maitred.packs;

import java.util.concurrent.TimeUnit;

/** So many transactions a second, on average: what is not used within a second is gone, and what was overdrawn is waited for. */
public final class Allowance {

    private final double perSecond;
    private double left;
    private long grantedAtNanos = System.nanoTime();

    public Allowance(double perSecond) {
        this.perSecond = perSecond;
        this.left = 1;
    }

    /** Whether something may begin now, however many transactions it turns out to need. */
    public synchronized boolean isLeft() {
        long now = System.nanoTime();
        double granted = (now - grantedAtNanos) * perSecond / TimeUnit.SECONDS.toNanos(1);
        grantedAtNanos = now;
        left = Math.min(left + granted, Math.max(1, perSecond));
        return left > 0;
    }

    /** One transaction was used. */
    public synchronized void use() {
        left--;
    }
}
