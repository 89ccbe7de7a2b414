package io.github.hcsc.data.augment;

import java.util.random.RandomGenerator;

/**
 * Random numbers that are a function of a few numbers: SplitMix64 started from their hash. The stream is the same on
 * every Java version.
 */
public final class RandomStream implements RandomGenerator {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    private RandomStream(long state) {
        this.state = state;
    }

    /**
     * Returns the stream that belongs to these numbers, in this order.
     *
     * @param keys for instance seed, epoch, index and view
     */
    public static RandomStream of(long... keys) {
        long hash = keys.length;
        for (long key : keys) {
            hash = mix(hash + GOLDEN) ^ mix(key + 2 * GOLDEN);
        }
        return new RandomStream(mix(hash));
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    /** Uniform in {@code 0 .. bound - 1}; the bias of the multiplication is below 2^-32 for image sizes and counts. */
    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("bound must be at least 1, but was " + bound);
        }
        return (int) Math.multiplyHigh(nextLong() >>> 1, 2L * bound);
    }

    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    private static long mix(long z) {
        long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        long x = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
        return x ^ (x >>> 31);
    }
}
