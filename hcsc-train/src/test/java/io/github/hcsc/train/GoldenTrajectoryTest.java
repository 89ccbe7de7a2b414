package io.github.hcsc.train;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Thirty steps of training from a configuration, against the reference. */
final class GoldenTrajectoryTest {

    static List<String> cases() {
        return ReferenceTraining.CASES;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsTheReferenceForThirtySteps(String name) {
        follow(name, 8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"moco-groups4", "released-groups4", "paper-groups4", "released-multicrop-groups2"})
    void followsTheReferenceInChunksOfAGroup(String name) {
        follow(name, name.endsWith("groups4") ? 2 : 4);
    }

    private static void follow(String name, int microBatch) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Closeness.requireWithin(
                    ReferenceTraining.follow(name, manager, ReferenceTraining.STEPS, microBatch),
                    ReferenceTraining::bound);
        }
    }
}
