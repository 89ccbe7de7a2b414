package io.github.hcsc.train.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The queue of past keys.
 *
 * @param capacity keys held; a multiple of the batch, 0 where a method has no queue
 * @param keyMomentum share of the key encoder kept at each step
 * @param momentumSchedule whether that share rises; {@code constant} if a file does not say
 */
public record QueueConfig(int capacity, double keyMomentum, MomentumSchedule momentumSchedule) {

    /** Whether the share of the key encoder that is kept rises. */
    public enum MomentumSchedule {
        /** It stays. */
        @JsonProperty("constant")
        CONSTANT,
        /** It rises to 1 in half a cosine over the run. */
        @JsonProperty("cosine")
        COSINE
    }

    /** A queue of an encoder whose momentum stays. */
    public QueueConfig(int capacity, double keyMomentum) {
        this(capacity, keyMomentum, MomentumSchedule.CONSTANT);
    }

    /** Checks every value. */
    public QueueConfig {
        Require.that(capacity >= 0, "capacity", "be at least 1", capacity);
        Require.share("keyMomentum", keyMomentum);
    }
}
