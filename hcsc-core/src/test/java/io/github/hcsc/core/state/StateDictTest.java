package io.github.hcsc.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StateDictTest {
    private static final TensorData ONE = TensorData.of(new float[] {1}, 1);

    @Test
    void keepsTheOrderOfItsTensors() {
        StateDict state =
                StateDict.builder().put("b", ONE).put("a", ONE).put("c", ONE).build();

        assertThat(state.names()).containsExactly("b", "a", "c");
    }

    @Test
    void findsAPartByItsPrefix() {
        StateDict part = StateDict.builder().put("w", ONE).build();
        StateDict whole =
                StateDict.builder().putAll("query.", part).putAll("key.", part).build();

        assertThat(whole.names()).containsExactly("query.w", "key.w");
        assertThat(whole.under("key.").names()).containsExactly("w");
        assertThat(whole.filter(name -> name.startsWith("q")).names()).containsExactly("query.w");
    }

    @Test
    void refusesANameTwice() {
        assertThatThrownBy(() -> StateDict.builder().put("a", ONE).put("a", ONE))
                .hasMessage("a tensor's name must be unique, but \"a\" came twice");
    }

    @Test
    void saysWhatItHoldsWhenANameIsMissing() {
        StateDict state = StateDict.builder().put("a", ONE).build();

        assertThatThrownBy(() -> state.get("b")).hasMessage("the state must hold a tensor \"b\", but holds a");
    }

    @Test
    void copiesIntoArraysInPlace() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray matrix = manager.zeros(new Shape(2, 2));
            NDArray view = matrix.transpose();
            NDArray scalar = manager.create(0L);
            StateDict state = StateDict.builder()
                    .put("m", TensorData.of(new float[] {1, 2, 3, 4}, 2, 2))
                    .put("s", TensorData.of(new long[] {7}))
                    .build();

            state.copyInto(Map.of("m", matrix, "s", scalar));

            assertThat(view.toFloatArray()).containsExactly(1, 3, 2, 4);
            assertThat(scalar.getLong()).isEqualTo(7);
        }
    }

    @Test
    void changesNothingUnlessAllNamesShapesAndTypesAgree() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray good = manager.zeros(new Shape(1));
            NDArray wide = manager.zeros(new Shape(2));
            StateDict state = StateDict.builder()
                    .put("good", ONE)
                    .put("wide", ONE)
                    .put("extra", ONE)
                    .build();

            assertThatThrownBy(() -> state.copyInto(Map.of("good", good, "wide", wide, "more", wide)))
                    .hasMessage("the tensors do not fit: missing more; unexpected extra; "
                            + "different wide is float32(1) instead of float32(2)");

            assertThat(good.toFloatArray()).containsExactly(0);
        }
    }
}
