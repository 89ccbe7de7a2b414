package io.github.hcsc.train;

import io.github.hcsc.train.config.PretrainConfig;
import io.github.hcsc.train.optimizer.GradientClip;
import io.github.hcsc.train.schedule.LearningRate;

/**
 * What all optimisers of a run have in common.
 *
 * @param learningRate over the run
 * @param weightDecay over the run
 * @param clip what happens to gradients that are too long
 */
record Descent(LearningRate learningRate, LearningRate weightDecay, GradientClip clip) {

    static Descent of(PretrainConfig config) {
        return new Descent(
                LearningRate.of(config.schedule(), config.optimizer()),
                LearningRate.ofDecay(config.schedule(), config.optimizer()),
                ConfiguredOptimizer.clip(config.optimizer()));
    }
}
