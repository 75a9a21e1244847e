package dev.maitred.ingest.publish;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Holds publication back for a while, to see what the rest of the platform says of itself then. */
public final class HoldBack {

    private volatile long untilNanos = System.nanoTime();

    public void hold(Duration duration) {
        untilNanos = System.nanoTime() + duration.toNanos();
        synchronized (this) {
            notifyAll();
        }
    }

    public boolean isHolding() {
        return untilNanos - System.nanoTime() > 0;
    }

    void await(BooleanSupplier unless) throws InterruptedException {
        long left = untilNanos - System.nanoTime();
        while (left > 0 && !unless.getAsBoolean()) {
            synchronized (this) {
                wait(Math.max(1, Math.min(100, left / 1_000_000)));
            }
            left = untilNanos - System.nanoTime();
        }
    }
}
