package io.github.hcsc.core.prototype;

/** How the random starts of K-means vary. */
public enum SeedPolicy {
    /** By level alone, as in the released code: every epoch starts from the same images. */
    LEVEL {
        @Override
        long seed(int level, int epoch) {
            return level;
        }
    },

    /** By level and epoch: every epoch starts from other images. */
    LEVEL_AND_EPOCH {
        @Override
        long seed(int level, int epoch) {
            return level + epoch * SPREAD;
        }
    };

    private static final long SPREAD = 2_654_435_761L;

    abstract long seed(int level, int epoch);
}
