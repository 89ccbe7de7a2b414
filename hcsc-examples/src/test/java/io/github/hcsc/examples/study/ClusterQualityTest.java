package io.github.hcsc.examples.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.hcsc.core.prototype.PrototypeHierarchy;
import io.github.hcsc.core.prototype.PrototypeLevel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ClusterQualityTest {

    @Test
    void countsThePairsOfOneClassAndThoseThatTwoClusteringsAgreeOn() {
        try (NDManager manager = NDManager.newBaseManager()) {
            int[] classes = {0, 0, 1, 1, 1};
            PrototypeHierarchy now = of(manager, 0, 0, 0, 1, 1); // pairs 01, 02, 12 and 34: two of four of one class
            PrototypeHierarchy before = of(manager, 1, 1, 0, 0, 0); // agrees on 01 and 34

            Map<String, Double> figures =
                    ClusterQuality.of(now, before, classes).get(0);

            assertThat(figures.get("pairs")).isEqualTo(.5);
            assertThat(figures.get("agreedPairs")).isEqualTo(1);
            assertThat(figures.get("agreedShare")).isCloseTo(.5, within(1e-12));
            assertThat(ClusterQuality.of(now, PrototypeHierarchy.NONE, classes).get(0))
                    .doesNotContainKey("agreedPairs");
        }
    }

    private static PrototypeHierarchy of(NDManager manager, long... assignments) {
        PrototypeLevel level = new PrototypeLevel(
                manager.ones(new Shape(2, 1)), manager.ones(new Shape(2)), manager.create(assignments));
        return new PrototypeHierarchy(List.of(level), List.of());
    }
}
