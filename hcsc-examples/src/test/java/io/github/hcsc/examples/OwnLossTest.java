package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.loss.ContrastiveLogits;
import io.github.hcsc.core.torch.Autograd;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OwnLossTest {

    @Test
    void isTheLogarithmOfTheKeptNegativesLessThePositive() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray candidates = manager.create(new float[] {1, 2, 3, 4, -1, 0}, new Shape(2, 3));
            candidates.setRequiresGradient(true);
            ContrastiveLogits logits = new ContrastiveLogits(
                    manager.create(new float[] {2, 5}),
                    candidates,
                    Optional.of(manager.create(new float[] {1, 1, 0}, new Shape(1, 3))),
                    List.of(manager.create(new float[] {1, 0, 1, 1, 1, 1}, new Shape(2, 3))));

            NDArray loss = Autograd.recording(() -> new OwnLoss().evaluate(logits));
            Autograd.backward(loss);

            double second = Math.log(Math.exp(4) + Math.exp(-1));
            assertThat(loss.getFloat()).isCloseTo((float) ((1 - 2 + second - 5) / 2), within(1e-5f));
            float share = (float) (Math.exp(4) / (Math.exp(4) + Math.exp(-1))) / 2;
            assertThat(candidates.getGradient().toFloatArray())
                    .containsExactly(new float[] {.5f, 0, 0, share, .5f - share, 0}, within(1e-5f));
        }
    }

    @Test
    void countsAQueryWithoutNegativesAsZero() {
        try (NDManager manager = NDManager.newBaseManager()) {
            ContrastiveLogits logits = new ContrastiveLogits(
                    manager.create(new float[] {2, 3}),
                    manager.create(new float[] {1, 1}, new Shape(2, 1)),
                    Optional.empty(),
                    List.of(manager.create(new float[] {0, 1}, new Shape(2, 1)), manager.ones(new Shape(1, 1))));

            assertThat(new OwnLoss().evaluate(logits).toFloatArray()).containsExactly(-1f, -1.5f);
        }
    }
}
