package io.github.hcsc.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.Candidates;
import io.github.hcsc.core.prototype.PrototypeLevel;
import io.github.hcsc.core.selection.UniformSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class OwnSelectionRuleTest {

    private static final UniformSource NO_DICE = (manager, shape) -> {
        throw new AssertionError("this rule draws nothing");
    };

    /** Two prototypes at right angles of density 0.5: at 45 degrees a candidate belongs to each with one half. */
    @Test
    void rejectsWhatBelongsToTheQuerysPrototypeWithMoreThanTheThreshold() {
        try (NDManager manager = NDManager.newBaseManager()) {
            PrototypeLevel level = new PrototypeLevel(
                    manager.create(new float[] {1, 0, 0, 1}, new Shape(2, 2)),
                    manager.create(new float[] {0.5f, 0.5f}),
                    manager.create(new long[] {0, 1}));
            NDArray candidates = manager.create(new float[] {1, 0, .7071f, .7071f, 0, 1}, new Shape(3, 2));
            NDArray anchors = manager.create(new long[] {0, 1});

            assertThat(kept(new OwnSelectionRule(0.6), candidates, anchors, level))
                    .containsExactly(0, 1, 1, 1, 1, 0);
            assertThat(kept(new OwnSelectionRule(0.4), candidates, anchors, level))
                    .containsExactly(0, 0, 1, 1, 0, 0);
            assertThat(kept(new OwnSelectionRule(1), candidates, anchors, level))
                    .containsOnly(1);
        }
    }

    private static int[] kept(OwnSelectionRule rule, NDArray candidates, NDArray anchors, PrototypeLevel level) {
        float[] mask =
                rule.select(new Candidates(candidates), anchors, level, NO_DICE).toFloatArray();
        return Arrays.stream(toDoubles(mask)).mapToInt(value -> (int) value).toArray();
    }

    private static double[] toDoubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }
}
