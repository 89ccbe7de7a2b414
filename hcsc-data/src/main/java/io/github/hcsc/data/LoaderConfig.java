package io.github.hcsc.data;

/**
 * How a {@link MultiViewLoader} works.
 *
 * @param batchSize images in a batch
 * @param order which images in which order
 * @param seed the origin of all random numbers
 * @param threads workers that decode and augment
 * @param prefetch batches made ahead of the one in use
 * @param toleratedDamage the share of images, 0 to 1, that may be unreadable before the loader gives up; a handful is
 *     always tolerated, and all of them only with 1 in sequential order
 */
public record LoaderConfig(int batchSize, Order order, long seed, int threads, int prefetch, double toleratedDamage) {

    /** The sequence of images in an epoch. */
    public enum Order {
        /**
         * A new random order in each epoch; the images that do not fill a last batch are left out. Others stand in for
         * damaged images. For training.
         */
        SHUFFLED,
        /**
         * A new random order in each epoch, of everything; the last batch is as short as it comes. Others stand in for
         * damaged images. For training classifiers.
         */
        SHUFFLED_ALL,
        /** By index, the last batch as short as it comes, without damaged images. For features and evaluation. */
        SEQUENTIAL
    }

    /** Checks the ranges. */
    public LoaderConfig {
        requireAtLeastOne("batch size", batchSize);
        requireAtLeastOne("threads", threads);
        requireAtLeastOne("prefetch", prefetch);
        if (!(toleratedDamage >= 0 && toleratedDamage <= 1)) {
            throw new IllegalArgumentException("tolerated damage must lie in [0, 1], but was " + toleratedDamage);
        }
    }

    /**
     * The usual configuration for training: shuffled, two batches ahead, one image in a hundred may be damaged.
     *
     * @param batchSize images in a batch
     * @param seed the origin of all random numbers
     * @param threads workers that decode and augment
     * @return the configuration
     */
    public static LoaderConfig training(int batchSize, long seed, int threads) {
        return new LoaderConfig(batchSize, Order.SHUFFLED, seed, threads, 2, 0.01);
    }

    /**
     * The usual configuration for features and evaluation: by index, everything, two batches ahead, one image in a
     * hundred may be damaged.
     *
     * @param batchSize images in a batch
     * @param threads workers that decode and augment
     * @return the configuration
     */
    public static LoaderConfig sequential(int batchSize, int threads) {
        return new LoaderConfig(batchSize, Order.SEQUENTIAL, 0, threads, 2, 0.01);
    }

    private static void requireAtLeastOne(String what, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1, but was " + value);
        }
    }
}
