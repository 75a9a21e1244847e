package dev.maitred.packs;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded chance, in the words of a story. Not safe for use by several threads: each has its own. */
public final class Dice {

    private final SplittableRandom random;

    private Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Dice for one purpose: other parts give other throws, the same parts the same. */
    public static Dice of(long seed, long... parts) {
        long mixed = mix(seed + 0x9E3779B97F4A7C15L);
        for (long part : parts) {
            mixed = mix(mixed + part + 0x9E3779B97F4A7C15L);
        }
        return new Dice(mixed);
    }

    /** David Stafford's thirteenth variant of the finalizer of MurmurHash3: neighbours in, strangers out. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** True with the given probability, 0 to 1. */
    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From {@code low} to {@code high}, both included. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A duration with the given mean, often short and seldom long, never above {@code most}. */
    public Duration about(Duration mean, Duration most) {
        long millis = (long) (-Math.log(1 - random.nextDouble()) * mean.toMillis());
        return Duration.ofMillis(Math.min(millis, most.toMillis()));
    }

    /** Evenly between the two, to the millisecond. */
    public Duration between(Duration low, Duration high) {
        return Duration.ofMillis(random.nextLong(low.toMillis(), high.toMillis() + 1));
    }

    /** Evenly between the two; the later of them when they are the wrong way round. */
    public Instant between(Instant low, Instant high) {
        return low.isBefore(high) ? low.plus(between(Duration.ZERO, Duration.between(low, high))) : low;
    }

    /** A part of the hour that swells and ebbs: the mean of three even throws, 0 to 1, most often near the middle. */
    public double bell() {
        return (random.nextDouble() + random.nextDouble() + random.nextDouble()) / 3;
    }

    /** Sixteen hexadecimal digits. */
    public String token() {
        String digits = Long.toHexString(random.nextLong());
        return "0".repeat(16 - digits.length()) + digits;
    }
}
