package io.github.hcsc.data.augment;

/**
 * Runs short loops one after the other over blocks of pixels.
 *
 * <p>The compiler keeps vectors in registers only in small methods, and would make a large one of the loops by inlining
 * them. It does not inline what is called here, because there are too many different ones.
 */
final class Stages {
    /** Pixels whose numbers fit the first cache. */
    static final int BLOCK = 512;

    private Stages() {}

    /** One loop. */
    @FunctionalInterface
    interface Stage {
        void run(int from, int length);
    }

    static void run(int pixels, Stage... stages) {
        for (int from = 0; from < pixels; from += BLOCK) {
            int length = Math.min(BLOCK, pixels - from);
            for (Stage stage : stages) {
                stage.run(from, length);
            }
        }
    }
}
