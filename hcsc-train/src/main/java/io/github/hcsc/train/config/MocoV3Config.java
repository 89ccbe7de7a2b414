package io.github.hcsc.train.config;

import io.github.hcsc.train.config.QueueConfig.MomentumSchedule;

/**
 * What is of MoCo v3 alone; files may leave it out.
 *
 * @param hiddenWidth values between the layers of projector and predictor
 * @param keyMomentum share of the key encoder kept at the first step
 * @param momentumSchedule whether that share rises
 */
public record MocoV3Config(int hiddenWidth, double keyMomentum, MomentumSchedule momentumSchedule) {

    /** The method as published. */
    public static final MocoV3Config PUBLISHED = new MocoV3Config(4096, 0.99, MomentumSchedule.COSINE);

    /** Checks every value. */
    public MocoV3Config {
        Require.atLeast(1, "hiddenWidth", hiddenWidth);
        Require.share("keyMomentum", keyMomentum);
    }
}
