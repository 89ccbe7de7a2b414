package io.github.hcsc.train.config;

/**
 * The queue of past keys.
 *
 * @param capacity keys held; a multiple of the batch, 0 where a method has no queue
 * @param keyMomentum share of the key encoder kept at each step
 */
public record QueueConfig(int capacity, double keyMomentum) {
    /** Checks every value. */
    public QueueConfig {
        Require.that(capacity >= 0, "capacity", "be at least 1", capacity);
        Require.share("keyMomentum", keyMomentum);
    }
}
