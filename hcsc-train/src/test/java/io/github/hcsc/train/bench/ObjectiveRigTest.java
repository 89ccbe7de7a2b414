package io.github.hcsc.train.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hcsc.train.ConfiguredMethod;
import io.github.hcsc.train.config.PretrainConfig;
import org.junit.jupiter.api.Test;

final class ObjectiveRigTest {
    @Test
    void evaluatesAndEnqueuesAndLeavesNoTensorOpen() {
        PretrainConfig config = PretrainConfig.recipe("smoke").with("run.device=cpu", "optimizer.batchSize=8");
        try (ObjectiveRig rig = new ObjectiveRig(config, ConfiguredMethod.objective(config.objective()), 100)) {
            assertThat(rig.run()).isPositive();
            rig.enqueue();
            int open = rig.openTensors();
            for (int i = 0; i < 3; i++) {
                assertThat(rig.run()).isPositive();
                rig.enqueue();
            }
            assertThat(rig.openTensors()).isEqualTo(open);
        }
    }
}
