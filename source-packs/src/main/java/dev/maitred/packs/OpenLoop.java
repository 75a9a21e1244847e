package dev.maitred.packs;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Beats at a fixed rate, each on a virtual thread of its own, whether or not earlier ones are done; a beat that would put too
 * many under way is skipped and counted, so that a slow database never gathers a crowd.
 */
public final class OpenLoop implements AutoCloseable {

    private static final long MOST_BEHIND_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long GRACE_MILLIS = 1_000;

    private final double nanosPerBeat;
    private final Semaphore places;
    private final Beat beat;
    private final LongAdder skipped = new LongAdder();
    private final ExecutorService beats = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread conductor;
    private volatile boolean stopped;

    /** What a beat does; it handles its own errors. */
    @FunctionalInterface
    public interface Beat {

        /**
         * Plays one beat.
         *
         * @param number of the beat, from 0
         * @throws InterruptedException when the loop is closed meanwhile
         */
        void play(long number) throws InterruptedException;
    }

    /**
     * A loop that has not begun.
     *
     * @param name of its thread
     * @param perSecond beats
     * @param mostUnderWay beats at the same time
     */
    public OpenLoop(String name, double perSecond, int mostUnderWay, Beat beat) {
        this.nanosPerBeat = 1e9 / perSecond;
        this.places = new Semaphore(mostUnderWay);
        this.beat = beat;
        this.conductor = Thread.ofPlatform().name(name).daemon().unstarted(this::conduct);
    }

    /**
     * Begins.
     *
     * @throws IllegalStateException when it has begun before
     */
    public void start() {
        try {
            conductor.start();
        } catch (IllegalThreadStateException e) {
            throw new IllegalStateException("Expected a loop that was never started; make a new one", e);
        }
    }

    /** Beats that were not played. */
    public long skipped() {
        return skipped.sum();
    }

    private void conduct() {
        long origin = System.nanoTime();
        for (long number = 0; !stopped; number++) {
            long due = origin + (long) (number * nanosPerBeat);
            long now = System.nanoTime();
            if (now - due > MOST_BEHIND_NANOS) {
                // The machine stood still: go on from here instead of making up for it in a burst.
                origin += now - due;
            }
            while (!stopped && (now = System.nanoTime()) - due < 0) {
                LockSupport.parkNanos(this, due - now);
            }
            begin(number);
        }
    }

    private void begin(long number) {
        if (stopped || !places.tryAcquire()) {
            skipped.increment();
            return;
        }
        beats.execute(() -> {
            try {
                beat.play(number);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                places.release();
            }
        });
    }

    /** Lets the beats under way end for a second, then interrupts them. */
    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(conductor);
        try {
            if (conductor.isAlive()) {
                conductor.join(GRACE_MILLIS);
            }
            beats.shutdown();
            if (!beats.awaitTermination(GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                beats.shutdownNow();
                beats.awaitTermination(GRACE_MILLIS / 4, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            beats.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
