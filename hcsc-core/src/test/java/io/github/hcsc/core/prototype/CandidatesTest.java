package io.github.hcsc.core.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CandidatesTest {
    private final NDManager manager = NDManager.newBaseManager();
    private final PrototypeLevel level =
            new PrototypeLevel(unit(7), manager.full(new Shape(7), .1f), manager.zeros(new Shape(3), DataType.INT64));

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void partitionsAreThoseOfTheFormula() {
        NDArray vectors = unit(5);

        NDArray partition = new Candidates(vectors).logPartition(level, 0);

        NDArray similarities = vectors.matMul(level.centroids().transpose()).div(.1f);
        assertClose(partition, similarities.exp().sum(new int[] {1}).log());
    }

    @Test
    void partitionsAreKeptUntilAVectorIsReplacedAndThenBelongToTheNewOne() {
        NDArray vectors = unit(6);
        Candidates candidates = new Candidates(vectors);
        NDArray kept = candidates.logPartition(level, 0);
        NDArray rows = unit(2);

        candidates.replace(2, rows);

        assertThat(candidates.logPartition(level, 0)).isSameAs(kept);
        assertThat(vectors.get("2:4").toFloatArray()).containsExactly(rows.toFloatArray());
        assertClose(kept, new Candidates(vectors).logPartition(level, 0));
    }

    @Test
    void anotherLeastDensityIsAnotherPartition() {
        Candidates candidates = new Candidates(unit(4));
        float[] loose = candidates.logPartition(level, 0).toFloatArray();

        assertThat(candidates.logPartition(level, .5).toFloatArray()).isNotEqualTo(loose);
        assertThat(candidates.logPartition(level, 0).toFloatArray()).containsExactly(loose);
    }

    @Test
    void whatWasSavedIsTakenOverAsItWas() {
        Candidates candidates = new Candidates(unit(4));
        NDArray saved = manager.create(new float[] {1, 2, 3, 4});

        candidates.restore(level, saved);

        assertThat(candidates.logPartition(level, .01)).isSameAs(saved);
        assertThat(candidates.partitions()).containsOnlyKeys(level);
    }

    @Test
    void whatWasSavedIsForgottenWhereNobodyAskedForIt() {
        Candidates candidates = new Candidates(unit(4));
        NDArray rows = unit(2);
        int open = manager.getManagedArrays().size();
        candidates.restore(level, manager.create(new float[] {1, 2, 3, 4}));

        candidates.replace(0, rows);

        assertThat(candidates.partitions()).isEmpty();
        assertThat(manager.getManagedArrays()).hasSize(open);
        assertThat(candidates.vectors().get("0:2").toFloatArray()).containsExactly(rows.toFloatArray());
    }

    @Test
    void nothingIsLeftOpenBehindALentScope() {
        NDArray vectors = unit(4);
        Candidates candidates = new Candidates(vectors);
        NDArray rows = unit(2);
        int open = manager.getManagedArrays().size();
        for (int step = 0; step < 3; step++) {
            try (NDManager scope = manager.newSubManager()) {
                scope.tempAttachAll(vectors, level.centroids(), level.density());
                candidates.logPartition(level, 0);
                candidates.replace(0, rows);
            }
            assertThat(manager.getManagedArrays()).hasSize(open + 1);
        }
        candidates.forget();
        assertThat(manager.getManagedArrays()).hasSize(open);
    }

    private NDArray unit(int rows) {
        return manager.randomNormal(new Shape(rows, 3)).normalize(2, 1);
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        float[] values = expected.toFloatArray();
        assertThat(actual.toFloatArray()).hasSize(values.length);
        for (int i = 0; i < values.length; i++) {
            assertThat(actual.toFloatArray()[i]).isCloseTo(values[i], within(1e-5f));
        }
    }
}
