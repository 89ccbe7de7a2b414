package io.github.hcsc.train.config;

/**
 * The queue of past keys.
 *
 * @param capacity keys held; a multiple of the batch
 * @param keyMomentum share of the key encoder kept at each step
 */
public record QueueConfig(int capacity, double keyMomentum) {
    /** Checks every value. */
    public QueueConfig {
        Require.atLeast(1, "capacity", capacity);
        Require.share("keyMomentum", keyMomentum);
    }
}
