package io.github.hcsc.train.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.StepRig;
import io.github.hcsc.train.config.PretrainConfig;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EncoderRigTest {
    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16"})
    void trainsOnTheSameImagesAndLeavesNoTensorOpen(String precision) {
        PretrainConfig config = PretrainConfig.recipe("smoke")
                .with("run.device=cpu", "optimizer.batchSize=8", "run.precision=" + precision);
        try (EncoderRig rig = new EncoderRig(config, StepRig.configured(config))) {
            double first = rig.run();
            int open = rig.openTensors();
            double last = first;
            for (int i = 0; i < 5; i++) {
                last = rig.run();
            }

            assertThat(last).isLessThan(first);
            assertThat(rig.openTensors()).isEqualTo(open);
        }
    }
}
