package io.github.hcsc.train.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.training.tracker.LinearTracker;
import ai.djl.training.tracker.Tracker;
import io.github.hcsc.core.method.Batch.Progress;
import io.github.hcsc.core.method.KeyMomentum;
import io.github.hcsc.train.config.PretrainConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LearningRateTest {
    private static final PretrainConfig PUBLISHED = PretrainConfig.read(Path.of("hcsc-single-200"));

    @ParameterizedTest
    @CsvSource({
        "0, 0.03, 1e-12",
        "1, 0.02999815, 1e-8",
        "20, 0.02926585, 1e-8",
        "100, 0.015, 1e-12",
        "199, 1.8505e-6, 1e-10"
    })
    void cosineFollowsThePublishedCurve(int epoch, double expected, double tolerance) {
        LearningRate rate = LearningRate.of(PUBLISHED.schedule(), PUBLISHED.optimizer());

        assertThat(rate.at(epoch)).isCloseTo(expected, within(tolerance));
    }

    @Test
    void cosineEndsAtTheFinalRate() {
        LearningRate rate = new CosineDecay(0.4, 0.1, 10);

        assertThat(rate.at(0)).isEqualTo(0.4);
        assertThat(rate.at(5)).isCloseTo(0.25, within(1e-12));
        assertThat(rate.at(10)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void theInitialRateIsProportionalToTheBatch() {
        PretrainConfig half = PUBLISHED.with("optimizer.batchSize=128");

        assertThat(LearningRate.of(half.schedule(), half.optimizer()).at(0)).isEqualTo(0.015);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.03", "119, 0.03", "120, 0.003", "159, 0.003", "160, 0.0003", "199, 0.0003"})
    void stepsFallToATenthAtEachMilestone(int epoch, double expected) {
        PretrainConfig config = PUBLISHED.with("schedule.decay=step", "schedule.milestones=[120, 160]");

        assertThat(LearningRate.of(config.schedule(), config.optimizer()).at(epoch))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void anyDjlTrackerIsALearningRate() {
        Tracker tracker =
                LinearTracker.builder().setBaseValue(1).optSlope(-0.25f).build();

        assertThat(List.of(
                        LearningRate.of(tracker).at(0), LearningRate.of(tracker).at(2)))
                .containsExactly(1.0, 0.5);
    }

    /** Numbers of MoCo v3's code: 4 epochs of 5 steps, the first a warm-up. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0.99",
        "1, 0.00012, 0.990061558297",
        "4, 0.00048, 0.990954915028",
        "5, 0.0006, 0.991464466094",
        "6, 0.00059344428022, 0.992061073739",
        "12, 0.00033135853898, 0.996545084972",
        "19, 6.55571977986e-06, 0.999938441703"
    })
    void warmUpAndCosineAreThoseOfMoCoV3(int step, double rate, double momentum) {
        PretrainConfig config = PUBLISHED.with(
                "optimizer.baseLearningRate=0.0006",
                "schedule.epochs=4",
                "schedule.warmupEpochs=1",
                "schedule.perStep=true",
                "prototypes.firstClusteringEpoch=1");
        double epoch = step / 5.0;

        assertThat(LearningRate.of(config.schedule(), config.optimizer()).at(epoch))
                .isCloseTo(rate, within(1e-14));
        assertThat(new KeyMomentum(0.99, true).at(new Progress(step, epoch, 4))).isCloseTo(momentum, within(1e-12));
        assertThat(new KeyMomentum(0.99, false).at(new Progress(step, epoch, 4)))
                .isEqualTo(0.99);
    }

    @Test
    void weightDecayRisesInACosineOrStays() {
        PretrainConfig config = PUBLISHED.with(
                "optimizer.weightDecay=0.04",
                "optimizer.weightDecaySchedule=cosine",
                "optimizer.finalWeightDecay=0.4",
                "schedule.epochs=100");
        LearningRate decay = LearningRate.ofDecay(config.schedule(), config.optimizer());

        assertThat(decay.at(0)).isCloseTo(0.04, within(1e-12));
        assertThat(decay.at(50)).isCloseTo(0.22, within(1e-12));
        assertThat(decay.at(100)).isCloseTo(0.4, within(1e-12));
        assertThat(LearningRate.ofDecay(PUBLISHED.schedule(), PUBLISHED.optimizer())
                        .at(77.5))
                .isEqualTo(1e-4);
    }

    @Test
    void refusesRunsWithoutEpochs() {
        assertThatThrownBy(() -> new CosineDecay(1, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("epochs must be more than 0, but were 0.0");
    }
}
