package io.github.hcsc.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.hcsc.core.torch.Autograd;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class SgdTest {

    @Test
    void keepsTheLearningRateOutsideTheVelocity() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray parameter = manager.create(new float[] {1});
            parameter.setRequiresGradient(true);
            Sgd sgd = new Sgd(List.of(parameter), 0.9, 1e-2);
            float p = 1;
            float v = 0;
            for (double rate : new double[] {0.1, 0.01, 0.01, 0.5}) {
                Autograd.backward(Autograd.recording(() -> parameter.mul(0.7f).sum()));

                sgd.step(rate);

                v = 0.9f * v + (0.7f + 0.01f * p);
                p -= (float) rate * v;
                assertThat(parameter.getFloat()).isCloseTo(p, within(1e-6f));
                assertThat(Objects.requireNonNull(sgd.state().get("velocity"))
                                .get(0)
                                .getFloat())
                        .isCloseTo(v, within(1e-6f));
                assertThat(parameter.getGradient().getFloat()).isZero();
            }
        }
    }
}
