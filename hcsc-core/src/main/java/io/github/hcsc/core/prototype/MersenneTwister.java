package io.github.hcsc.core.prototype;

/**
 * The 32-bit Mersenne Twister MT19937 of Matsumoto and Nishimura (1998), and the draws that K-means makes from it.
 *
 * <p>Start rows are part of the method's published results, so its generator is too.
 */
final class MersenneTwister {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    /** Seeds the generator with the low 32 bits of a number. */
    MersenneTwister(long seed) {
        state[0] = (int) seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** Returns the next 32 random bits, to be read as an unsigned number. */
    int nextInt() {
        if (next == SIZE) {
            renew();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    /** Returns the next 32 bits as a fraction, rounded to float32; 1 is possible. */
    float nextFloat() {
        return (float) Integer.toUnsignedLong(nextInt()) / 0x1p32f;
    }

    /** Returns a permutation of 0 to n-1, the same for the same seed. */
    static int[] permutation(int n, long seed) {
        MersenneTwister random = new MersenneTwister(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = 0; i < n - 1; i++) {
            int other = i + Integer.remainderUnsigned(random.nextInt(), n - i);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return order;
    }

    private void renew() {
        for (int i = 0; i < SIZE; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % SIZE] & 0x7fffffff);
            state[i] = state[(i + SHIFT) % SIZE] ^ (y >>> 1) ^ ((y & 1) == 0 ? 0 : 0x9908b0df);
        }
        next = 0;
    }
}
